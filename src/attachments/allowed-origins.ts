import { isIP } from 'node:net';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';

/** The hosts of Discord's attachments. */
export const DISCORD_CDN_ORIGINS: readonly string[] = [
  'https://cdn.discordapp.com',
  'https://media.discordapp.net',
];

/**
 * Reads configured origins into a set to compare URLs with.
 *
 * @throws Error for one that is not an origin (`https://host[:port]`, without a path), that is not https, or that is
 *   a literal address off the public internet. A literal loopback address is allowed, over http too: that is how
 *   the sandbox is reached, and only the operator can write it down.
 */
export function parseOrigins(origins: readonly string[]): ReadonlySet<string> {
  return new Set(origins.map(parseOrigin));
}

function parseOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.href !== `${url.origin}/`) {
    throw new Error(`not an origin: ${text}`);
  }
  const host = url.hostname.replace(/[[\]]/g, '');
  if (isLoopbackAddress(host)) return url.origin;
  if (url.protocol !== 'https:') throw new Error(`not https: ${text}`);
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new Error(`not a public address: ${text}`);
  return url.origin;
}

/** The parsed URL when it may be fetched, or the reason why not; the reason holds no path and no query. */
export function checkUrl(text: string, origins: ReadonlySet<string>): URL | { refused: string } {
  if (!URL.canParse(text)) return { refused: 'not a URL' };
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return { refused: 'credentials in the URL' };
  // A blob: URL has the origin of the URL within it.
  if (!['https:', 'http:'].includes(url.protocol)) return { refused: `scheme not allowed: ${url.protocol}` };
  if (!origins.has(url.origin)) return { refused: `origin not allowed: ${url.origin}` };
  return url;
}
