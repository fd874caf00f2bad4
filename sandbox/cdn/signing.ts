import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FileRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** The path of a file, without its signature. */
export function filePath(file: FileRecord): string {
  const folder = file.ephemeral ? 'ephemeral-attachments' : 'attachments';
  return `/${folder}/${file.channelId}/${file.id}/${encodeURIComponent(file.filename)}`;
}

/** A URL that works from now on for `urlLifetimeMs`: `ex` and `is` are seconds since the epoch in hex. */
export function signedUrl(world: World, file: FileRecord): string {
  const path = filePath(file);
  const issued = Math.floor(world.clock.now() / 1000);
  const is = issued.toString(16);
  const ex = (issued + Math.ceil(world.options.urlLifetimeMs / 1000)).toString(16);
  return `${world.origin}${path}?ex=${ex}&is=${is}&hm=${signature(world, path, ex, is)}&`;
}

/** Whether a URL's signature is right for its path and its time has not run out. */
export function isSigned(world: World, path: string, query: URLSearchParams): boolean {
  const [ex, is, hm] = [query.get('ex'), query.get('is'), query.get('hm')];
  if (ex === null || is === null || hm === null) {
    return false;
  }
  const expected = Buffer.from(signature(world, path, ex, is));
  const given = Buffer.from(hm);
  const authentic = given.length === expected.length && timingSafeEqual(given, expected);
  return authentic && Number.parseInt(ex, 16) * 1000 > world.clock.now();
}

function signature(world: World, path: string, ex: string, is: string): string {
  return createHmac('sha256', world.cdnKey).update(`${path}\n${ex}\n${is}`).digest('hex');
}
