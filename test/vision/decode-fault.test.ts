import { describe, expect, it } from 'vitest';
import { decodeFault } from '../../src/vision/decode-fault.ts';

describe('a picture that could not be decoded', () => {
  it.each([
    'timeout: 34% complete',
    'Input buffer has corrupt header: vips_tracked: out of memory -- size == 76MB',
    'source: bad seek to 76633\nheif: Invalid input: Unspecified: Memory allocation error (2.0)',
    'VipsJpeg: Insufficient memory (case 4)',
  ])('is not called broken for %j', (message) => {
    const cause = new Error(message);
    expect(decodeFault(cause)).toMatchObject({ code: 'analysis-failed', cause });
  });

  it.each([new Error('VipsJpeg: premature end of JPEG image'), 'no error'])('is broken for %s', (cause) => {
    expect(decodeFault(cause)).toMatchObject({ code: 'image-broken', cause });
  });
});
