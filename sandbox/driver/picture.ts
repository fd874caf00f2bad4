import type { UploadedFile } from '../state/files.ts';

/** A file to post or to give to a command. */
export function picture(name: string, bytes: Uint8Array): UploadedFile {
  return { name, bytes };
}
