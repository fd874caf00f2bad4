import type { Snowflake } from '../../db/ids.ts';
import { UserError } from '../../errors/user-error.ts';
import type { AnalysedFace, FaceAnalyser } from '../../vision/types.ts';
import { type Band, bandOf } from '../matching.ts';
import type { FetchPhoto } from '../photo.ts';
import type { Viewer } from '../picture-links.ts';
import type { GuildSettings } from '../settings/schema.ts';
import { nameFaces, strictBands } from './name-faces.ts';
import type { SearchResult } from './search-results.ts';
import {
  maximumChannels,
  VisiblePictures,
  type VisiblePicturesPorts,
  type VisiblePosted,
} from './visible-pictures.ts';

export interface WhereElseRequest {
  readonly asker: Pick<Viewer, 'channelId' | 'memberId'>;
  readonly result: SearchResult;
  /** As drawn. Untrusted. */
  readonly faceNumber: number;
  /** From 1; one that is out of range shows the nearest there is. */
  readonly page: number;
  /** How many pictures a page has, 1 to 100. */
  readonly size: number;
}

export interface FoundElsewhere {
  readonly pictures: readonly (VisiblePosted & { readonly band: Band })[];
  /** How many the asker may see altogether. */
  readonly total: number;
  readonly page: number;
}

export interface WhereElsePorts extends VisiblePicturesPorts {
  readonly analyser: FaceAnalyser;
  readonly fetchPhoto: FetchPhoto;
}

/**
 * Where else does this face appear? For unknown faces, in servers that keep those of strangers, and for the asker's
 * eyes alone. Whoever is enrolled is found by their name instead, under the rules that they agreed to.
 */
export class WhereElse {
  readonly #ports: WhereElsePorts;

  constructor(ports: WhereElsePorts) {
    this.#ports = ports;
  }

  /**
   * The photo is fetched and looked at again, as nothing that describes a face outlives a search.
   * @throws UserError `choice-expired` when it is to be asked anew: strangers are kept no longer, or the face has a
   *   name by now; `download-*`, `image-*`, `busy`, `database-away`
   */
  async find(request: WhereElseRequest): Promise<FoundElsewhere> {
    const { database, settings } = this.#ports;
    const { asker, result } = request;
    const { guildId } = result;
    const { indexingScope, bandStrictness } = await settings.of(guildId);
    if (indexingScope !== 'everyone') {
      throw new UserError('choice-expired', {});
    }
    const { face, modelVersion } = await this.#stranger(request, bandStrictness);
    const { faces } = database.read(guildId);
    const bands = strictBands(modelVersion, await faces.count(modelVersion), bandStrictness);
    const query = {
      descriptors: [face.descriptor],
      modelVersion,
      threshold: bands.possible,
      exceptAttachmentId: result.photo.attachmentId,
    };

    const visible = await VisiblePictures.for(this.#ports, { guildId, ...asker, shared: false });
    const channels = await faces.channelsOfFaces({ ...query, limit: maximumChannels });
    const channelIds = await visible.channels(channels.map(({ channelId }) => channelId));
    const seen = new Set<Snowflake>(channelIds);
    const count = channels.reduce(
      (sum, channel) => sum + (seen.has(channel.channelId) ? channel.pictures : 0),
      0,
    );
    const page = Math.min(Math.max(1, request.page), Math.max(1, Math.ceil(count / request.size)));
    const slice = { channelIds, limit: request.size, offset: (page - 1) * request.size };

    const distances = new Map<string, number>();
    const { pictures, forgotten } = await visible.shown(async () => {
      const matches = count === 0 ? [] : await faces.nearestFaces({ ...query, ...slice });
      for (const { pictureId, distance } of matches) distances.set(pictureId, distance);
      return matches;
    });
    const total = count - forgotten;
    await database.record(guildId, {
      actorId: asker.memberId,
      action: 'search',
      personId: null,
      details: { whereElse: true, pictures: total, shared: false },
    });
    return {
      pictures: pictures.flatMap((picture) => {
        const distance = distances.get(picture.pictureId);
        return picture.kind === 'posted' && distance !== undefined
          ? [{ ...picture, band: bandOf(distance, bands) }]
          : [];
      }),
      total,
      page,
    };
  }

  /** The face that is asked about, if it still is nobody's. */
  async #stranger(
    { result, faceNumber }: WhereElseRequest,
    strictness: GuildSettings['bandStrictness'],
  ): Promise<{ readonly face: AnalysedFace; readonly modelVersion: string }> {
    const { analyser, database, fetchPhoto } = this.#ports;
    const { guildId, photo, sha256 } = result;
    if (!result.faces.some(({ number, person }) => number === faceNumber && person === null)) {
      throw new UserError('choice-expired', {});
    }
    const bytes = await fetchPhoto(photo);
    const analysis = await analyser.analyse(bytes, { effort: 'thorough', priority: 'interactive', guildId });
    const named = await nameFaces(database.read(guildId), analysis, sha256, strictness);
    const face = analysis.faces[faceNumber - 1];
    if (face === undefined || named[faceNumber - 1]?.person !== null) {
      throw new UserError('choice-expired', {});
    }
    return { face, modelVersion: analysis.modelVersion };
  }
}
