import { UserError } from '../errors/user-error.ts';

/** libvips ran out of time; it, libjpeg or libheif out of memory. They say so in their messages only. */
const ranOut = /^timeout: \d+% complete|out of memory|insufficient memory|memory allocation error/im;

/** @returns what a decoder's error means: `analysis-failed` where the file may be whole, or `image-broken`. */
export function decodeFault(error: unknown): UserError<'analysis-failed' | 'image-broken'> {
  const isOurs = error instanceof Error && ranOut.test(error.message);
  return new UserError(isOurs ? 'analysis-failed' : 'image-broken', {}, { cause: error });
}
