import { describe, expect, it } from 'vitest';
import { decryptPhoto, encryptPhoto } from '../../../src/db/protection/photo-cipher.ts';

const key = new Uint8Array(32).fill(1);
const photo = Uint8Array.from({ length: 1000 }, (_, index) => index);

describe('an encrypted photo', () => {
  it('is given back whole, also an empty one', () => {
    for (const plain of [photo, new Uint8Array()]) {
      expect(new Uint8Array(decryptPhoto(key, '1', encryptPhoto(key, '1', plain)))).toEqual(plain);
    }
  });

  it('never looks the same twice and shows nothing of the photo', () => {
    const [first, second] = [encryptPhoto(key, '1', photo), encryptPhoto(key, '1', photo)];
    expect(first.equals(second)).toBe(false);
    expect(first.includes(Buffer.from(photo.subarray(100, 116)))).toBe(false);
  });

  it('is refused with another key, for another guild, changed or cut', () => {
    const stored = encryptPhoto(key, '1', photo);
    expect(() => decryptPhoto(new Uint8Array(32).fill(2), '1', stored)).toThrow();
    expect(() => decryptPhoto(key, '2', stored)).toThrow();
    for (const place of [0, 12, 28, stored.length - 1]) {
      const changed = Buffer.from(stored);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(() => decryptPhoto(key, '1', changed)).toThrow();
    }
    expect(() => decryptPhoto(key, '1', stored.subarray(0, -1))).toThrow();
  });
});
