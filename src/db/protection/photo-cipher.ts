import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

// As NIST SP 800-38D recommends them. A random nonce is safe for 2^32 photos of one key, that is, of one guild.
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: nonce, tag, ciphertext. The guild is authenticated, so that no photo passes as another guild's. */
export function encryptPhoto(key: Uint8Array, guildId: string, photo: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(guildId));
  const sealed = [cipher.update(photo), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]);
}

/** @throws Error when it was encrypted with another key or for another guild, or was changed. */
export function decryptPhoto(key: Uint8Array, guildId: string, stored: Uint8Array): Buffer {
  const nonce = stored.subarray(0, NONCE_BYTES);
  const tag = stored.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(guildId))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(stored.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
