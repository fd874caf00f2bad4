import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';

/** A path as bytes: a file name need not be valid UTF-8. */
export type Path = Buffer;

/** A file's content, or why there is none: an error code, or that it is no regular file. */
export type Content = { readonly bytes: Uint8Array } | { readonly skipped: string };

export interface FoundFile {
  readonly path: Path;
  read(): Promise<Content>;
}

const slash = Buffer.from('/');

/**
 * All files of a folder and of those in it, in the order of their names. A link to a file counts as one; a link to a
 * folder is not followed, so that the walk ends. What cannot be listed or opened is found and skipped with its reason.
 *
 * @param maximumBytes of a larger file only one byte more than this is read: it is refused for its size.
 */
export async function* filesIn(folder: Path, maximumBytes: number): AsyncGenerator<FoundFile> {
  const entries = await list(folder);
  if ('skipped' in entries) {
    yield { path: folder, read: async () => entries };
    return;
  }
  for (const entry of entries.sort((a, b) => Buffer.compare(a.name, b.name))) {
    const path = Buffer.concat([folder, slash, entry.name]);
    if (entry.isDirectory()) yield* filesIn(path, maximumBytes);
    else yield { path, read: () => readRegular(path, maximumBytes) };
  }
}

async function list(folder: Path) {
  try {
    return await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    return { skipped: codeOf(error) };
  }
}

async function readRegular(path: Path, maximumBytes: number): Promise<Content> {
  try {
    // Opening a pipe would otherwise wait for somebody to write into it.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await file.stat();
      if (!stat.isFile()) return { skipped: 'not a file' };
      const bytes = new Uint8Array(Math.min(stat.size, maximumBytes + 1));
      let length = 0;
      while (length < bytes.length) {
        const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return { bytes: bytes.subarray(0, length) };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { skipped: codeOf(error) };
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}
