import type { RowId, Snowflake } from '../../db/ids.ts';
import { UserError } from '../../errors/user-error.ts';
import type { BoundingBox } from '../../vision/types.ts';
import { PendingStore } from '../pending.ts';
import type { PhotoReference } from '../photo.ts';

/** How many pictures of one message are searched: as many as a message can have files. */
export const picturesOfMessage = 10;

export interface ResultFace {
  /** As drawn, from 1. */
  readonly number: number;
  /** In pixels of the upright picture. */
  readonly box: BoundingBox;
  /** Null for an unknown face. */
  readonly person: {
    readonly personId: RowId;
    readonly displayName: string;
    readonly memberId: Snowflake | null;
  } | null;
}

/** What a search found, without the picture and without any descriptor. */
export interface SearchResult {
  readonly guildId: Snowflake;
  readonly photo: PhotoReference;
  readonly sha256: Uint8Array;
  readonly faces: readonly ResultFace[];
}

/** Each is a few kilobytes of ids and boxes, so together they stay below about 20 MB. */
const capacity = 5_000;

/** As many as one use of the message menu looks at, twice. */
const perOwner = 2 * picturesOfMessage;

/** Results whose buttons can still be pressed: in memory, 15 minutes, by the asker alone. */
export class SearchResults {
  readonly #pending: PendingStore<SearchResult>;

  constructor(now?: () => number) {
    this.#pending = new PendingStore({ capacity, perOwner, now });
  }

  /** @returns the token for the buttons' ids. */
  remember(ownerId: Snowflake, result: SearchResult): string {
    return this.#pending.put(result.guildId, ownerId, result);
  }

  /** @throws UserError `choice-expired`, `not-your-button`; the first for another guild's too. */
  look(token: string, actorId: Snowflake, guildId: Snowflake): SearchResult {
    const result = this.#pending.look(token, actorId);
    if (result.guildId !== guildId) {
      throw new UserError('choice-expired', {});
    }
    return result;
  }
}
