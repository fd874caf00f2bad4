import type { Database, GuildRepositories, PersonMatch, Snowflake } from '../../db/types.ts';
import { UserError } from '../../errors/user-error.ts';
import type { Analysis, BoundingBox, FaceAnalyser } from '../../vision/types.ts';
import { bandsFor } from '../bands.ts';
import { assignOncePerPicture, type Band, bandOf } from '../matching.ts';
import type { Asker, FetchPhoto, PhotoReference } from '../photo.ts';
import type { PictureLinks } from '../picture-links.ts';
import { type VisiblePicture, visiblePictures } from './visible-pictures.ts';

/** As many as Discord's menus and Kith's numbered boxes can carry; the largest faces are answered for. */
export const maximumFaces = 25;

/** Candidates a face: enough that the next best is there when two faces want the same person. */
const candidatesPerFace = 5;

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

export interface IdentifiedFace {
  /** As drawn, from 1. */
  readonly number: number;
  readonly band: Band;
  /** Null exactly when the band is `unknown`. */
  readonly person: Pick<PersonMatch, 'personId' | 'displayName' | 'memberId'> | null;
}

export interface IdentifiedPerson {
  readonly personId: string;
  readonly displayName: string;
  readonly memberId: Snowflake | null;
  readonly faceNumber: number;
  readonly band: Band;
  readonly pictures: readonly VisiblePicture[];
}

export interface Identification {
  readonly faces: readonly IdentifiedFace[];
  /** Those recognised, in the order of their faces. */
  readonly people: readonly IdentifiedPerson[];
  /** The photo with numbered boxes. */
  readonly marked: Uint8Array;
}

export interface IdentificationPorts {
  readonly database: Database;
  readonly analyser: FaceAnalyser;
  readonly fetchPhoto: FetchPhoto;
  readonly links: PictureLinks;
  readonly drawNumberedBoxes: (
    bytes: Uint8Array,
    faces: readonly { readonly number: number; readonly box: BoundingBox; readonly emphasis: Band }[],
  ) => Promise<Uint8Array>;
}

/** Answers "who is this?" for every face of a photo. The photo is not kept. */
export class Identifier {
  readonly #ports: IdentificationPorts;

  constructor(ports: IdentificationPorts) {
    this.#ports = ports;
  }

  /** @throws UserError `no-face`, `too-many-faces`, `image-*`, `download-*`, `busy`, `database-away` */
  async identify(request: IdentificationRequest): Promise<Identification> {
    const { analyser, database, drawNumberedBoxes, fetchPhoto } = this.#ports;
    const { guildId } = request;
    const bytes = await fetchPhoto(request.photo);
    const analysis = await analyser.analyse(bytes, { effort: 'thorough', priority: 'interactive', guildId });
    requireFaces(analysis);

    const repositories = database.forGuild(guildId);
    const faces = await nameFaces(repositories, analysis);
    const [marked, people] = await Promise.all([
      drawNumberedBoxes(
        bytes,
        faces.map(({ number, band }, index) => ({
          number,
          box: boxOf(analysis, index),
          emphasis: band,
        })),
      ),
      this.#picturesOf(repositories, faces, request),
    ]);
    await repositories.audit.write({
      actorId: request.asker.id,
      action: 'search',
      personId: null,
      details: { faces: faces.length, recognised: people.length, shared: request.shared },
    });
    return { faces, people, marked };
  }

  async #picturesOf(
    repositories: GuildRepositories,
    faces: readonly IdentifiedFace[],
    request: IdentificationRequest,
  ): Promise<IdentifiedPerson[]> {
    const recognised = faces.flatMap(({ number, band, person }) =>
      person === null ? [] : [{ ...person, faceNumber: number, band }],
    );
    // Shared out evenly; in a crowd, one each for as many as there is room for.
    const each = Math.max(1, Math.floor(request.pictureLimit / Math.max(1, recognised.length)));
    const viewer = {
      guildId: request.guildId,
      channelId: request.channelId,
      memberId: request.asker.id,
      shared: request.shared,
    };
    const people: IdentifiedPerson[] = [];
    for (const person of recognised) {
      const room = people.length < request.pictureLimit ? each : 0;
      const pictures = await visiblePictures(repositories, this.#ports.links, viewer, person.personId, room);
      people.push({ ...person, pictures });
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

async function nameFaces(
  { faces }: GuildRepositories,
  { faces: found, modelVersion }: Analysis,
): Promise<IdentifiedFace[]> {
  const bands = bandsFor(modelVersion, await faces.countEnrolments(modelVersion));
  const matches = await faces.nearestPeople({
    descriptors: found.map((face) => face.descriptor),
    modelVersion,
    threshold: bands.possible,
    limit: candidatesPerFace,
  });
  const assigned = assignOncePerPicture(matches);
  return found.map((_, index) => {
    const match = assigned.get(index);
    return {
      number: index + 1,
      band: match === undefined ? 'unknown' : bandOf(match.distance, bands),
      person: match ?? null,
    };
  });
}

function boxOf(analysis: Analysis, index: number): BoundingBox {
  const face = analysis.faces[index];
  if (face === undefined) {
    throw new RangeError(`the analysis has no face ${index}`);
  }
  return face.box;
}
