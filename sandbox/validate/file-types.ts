import { type Check, list } from './checks.ts';

/** Kinds of file, or extensions with their dot, that an upload or an attachment option takes. */
export const fileTypes: Check = list((value, at) => {
  if (typeof value !== 'string' || !/^(audio|image|video|\.[a-z0-9.+_-]{1,30})$/i.test(value)) {
    at.fail('BASE_TYPE_CHOICES', 'Value must be one of {audio, image, video} or a file extension.');
  }
}, 10);
