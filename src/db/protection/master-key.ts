import { createHmac } from 'node:crypto';

export const MASTER_KEY_BYTES = 32;

/** The secret outside the database from which every guild's keys are derived. */
export interface MasterKey {
  readonly bytes: Uint8Array;
  /** Tells keys apart and gives nothing away; stored with what was made with the key. */
  readonly id: string;
}

/** The key for what is new, and earlier ones for what is still stored under them. */
export interface MasterKeys {
  readonly current: MasterKey;
  readonly earlier: readonly MasterKey[];
}

/** @throws RangeError unless it is the base64 (or base64url) of 32 bytes. */
export function parseMasterKey(text: string): MasterKey {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== MASTER_KEY_BYTES || !/^[\w+/-]+={0,2}$/.test(text.trim())) {
    throw new RangeError(`a master key is the base64 of ${MASTER_KEY_BYTES} random bytes`);
  }
  return masterKey(bytes);
}

export function masterKey(bytes: Uint8Array): MasterKey {
  const id = createHmac('sha256', bytes).update('kith master key id').digest('hex').slice(0, 16);
  return { bytes, id };
}
