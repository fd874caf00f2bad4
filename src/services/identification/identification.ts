import { createHash } from 'node:crypto';
import type { Snowflake } from '../../db/ids.ts';
import { UserError } from '../../errors/user-error.ts';
import type { PictureMaker } from '../../pictures/picture-maker.ts';
import type { Analysis, FaceAnalyser } from '../../vision/types.ts';
import type { AuditedDatabase } from '../audit/audited-database.ts';
import type { Band } from '../matching.ts';
import type { Asker, FetchPhoto, PhotoReference } from '../photo.ts';
import type { PictureLinks } from '../picture-links.ts';
import type { Settings } from '../settings/settings.ts';
import { type IdentifiedFace, nameFaces } from './name-faces.ts';
import type { SearchResults } from './search-results.ts';
import { type VisiblePage, VisiblePictures } from './visible-pictures.ts';

/** As many as Discord's menus and Kith's numbered boxes can carry. */
export const maximumFaces = 25;

export interface IdentificationRequest {
  readonly guildId: Snowflake;
  readonly channelId: Snowflake;
  readonly asker: Asker;
  readonly photo: PhotoReference;
  /** The answer will be seen by the whole channel. */
  readonly shared: boolean;
  /** How many pictures of all people together the reply can show. */
  readonly pictureLimit: number;
}

export interface IdentifiedPerson extends VisiblePage {
  readonly personId: string;
  readonly displayName: string;
  readonly memberId: Snowflake | null;
  readonly faceNumber: number;
  readonly band: Band;
}

export interface Identification {
  readonly faces: readonly IdentifiedFace[];
  /** Those recognised, in the order of their faces. */
  readonly people: readonly IdentifiedPerson[];
  /** The photo with numbered boxes. */
  readonly marked: Uint8Array;
  /** Leads back to this result from the reply's buttons; null for a shared reply, which has none. */
  readonly token: string | null;
  /** Faces of strangers are kept here, so that other pictures with an unknown one can be looked for. */
  readonly whereElse: boolean;
}

export interface IdentificationPorts {
  readonly database: AuditedDatabase;
  readonly settings: Settings;
  readonly analyser: FaceAnalyser;
  readonly fetchPhoto: FetchPhoto;
  readonly links: PictureLinks;
  readonly results: SearchResults;
  readonly pictures: PictureMaker;
}

/** Answers "who is this?" for every face of a photo. The photo is not kept. */
export class Identifier {
  readonly #ports: IdentificationPorts;

  constructor(ports: IdentificationPorts) {
    this.#ports = ports;
  }

  /** @throws UserError `no-face`, `too-many-faces`, `image-*`, `download-*`, `busy`, `database-away` */
  async identify(request: IdentificationRequest): Promise<Identification> {
    const { analyser, database, fetchPhoto, pictures, settings } = this.#ports;
    const { guildId, asker, photo, shared } = request;
    const bytes = await fetchPhoto(photo);
    const forAsker = { priority: 'interactive', guildId } as const;
    const analysis = await analyser.analyse(bytes, { ...forAsker, effort: 'thorough' });
    requireFaces(analysis);

    const sha256 = createHash('sha256').update(bytes).digest();
    const { bandStrictness, indexingScope } = await settings.of(guildId);
    const faces = await nameFaces(database.read(guildId), analysis, sha256, bandStrictness);
    const [marked, people] = await Promise.all([
      pictures.drawNumberedBoxes(
        bytes,
        faces.map(({ number, band, box }) => ({ number, box, emphasis: band })),
        forAsker,
      ),
      this.#picturesOf(faces, request),
    ]);
    await database.record(guildId, {
      actorId: asker.id,
      action: 'search',
      personId: null,
      details: { faces: faces.length, recognised: people.length, shared },
    });
    const token = shared ? null : this.#ports.results.remember(asker.id, { guildId, photo, sha256, faces });
    return { faces, people, marked, token, whereElse: indexingScope === 'everyone' };
  }

  async #picturesOf(
    faces: readonly IdentifiedFace[],
    request: IdentificationRequest,
  ): Promise<IdentifiedPerson[]> {
    const recognised = faces.flatMap(({ number, band, person }) =>
      person === null ? [] : [{ ...person, faceNumber: number, band }],
    );
    if (recognised.length === 0) {
      return [];
    }
    const viewer = {
      guildId: request.guildId,
      channelId: request.channelId,
      memberId: request.asker.id,
      shared: request.shared,
    };
    const pictures = await VisiblePictures.for(this.#ports, viewer);
    // Shared out evenly; in a crowd, one each for as many as there is room for.
    const each = Math.max(1, Math.floor(request.pictureLimit / recognised.length));
    const people: IdentifiedPerson[] = [];
    for (const person of recognised) {
      const room = people.length < request.pictureLimit ? each : 0;
      people.push({ ...person, ...(await pictures.of(person.personId, room)) });
    }
    return people;
  }
}

function requireFaces({ faces }: Analysis): void {
  if (faces.length === 0) {
    throw new UserError('no-face', {});
  }
  if (faces.length > maximumFaces) {
    throw new UserError('too-many-faces', { count: faces.length, maximum: maximumFaces });
  }
}
