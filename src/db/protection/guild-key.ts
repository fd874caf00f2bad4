import { hkdfSync } from 'node:crypto';
import type { RowId, Snowflake } from '../ids.ts';
import { type Isometry, randomIsometry } from './isometry.ts';
import type { MasterKey } from './master-key.ts';
import { normalStream } from './normal-stream.ts';
import { loadSearchSubspace } from './search-subspace.ts';

export const SALT_BYTES = 32;

/** What a guild's descriptors and photos are stored with. Costs some milliseconds to make: keep it. */
export interface GuildKey {
  /** Number of its salt's row. */
  readonly keyId: RowId;
  readonly masterKeyId: string;
  readonly isometry: Isometry;
  /** For AES-256. */
  readonly photoKey: Uint8Array;
}

const subspace = loadSearchSubspace();

/** Both follow from master key, guild and salt alone; none of the three can be found from them. */
export function deriveGuildKey(
  master: MasterKey,
  guildId: Snowflake,
  { keyId, salt }: { readonly keyId: RowId; readonly salt: Uint8Array },
): GuildKey {
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', master.bytes, salt, `kith/1/${purpose}/${guildId}`, 32));
  return {
    keyId,
    masterKeyId: master.id,
    isometry: randomIsometry(subspace, normalStream(derive('descriptors'))),
    photoKey: derive('photos'),
  };
}
