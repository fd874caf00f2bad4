import { type Check, text } from './checks.ts';

const ATTACHMENT = 'attachment://';

/** The file name of an `attachment://` reference, or null for any other value. */
export function attachmentReference(url: unknown): string | null {
  return typeof url === 'string' && url.startsWith(ATTACHMENT) ? url.slice(ATTACHMENT.length) : null;
}

/** A well formed URL of at most `max` characters with one of the schemes (each without its colon). */
export function url(max: number, schemes: readonly string[]): Check {
  return (value, at) => {
    text(max)(value, at);
    if (typeof value !== 'string') return;
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(value)?.[1]?.toLowerCase() ?? '';
    if (!schemes.includes(scheme)) {
      const names = schemes.map((name) => `'${name}'`).join(', ');
      at.fail(
        'URL_TYPE_INVALID_SCHEME',
        `Scheme "${scheme}" is not supported. Scheme must be one of (${names}).`,
      );
    } else if (scheme !== 'attachment' && !isWellFormed(value)) {
      at.fail('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    }
  };
}

/** The WHATWG parser mends what Discord refuses (`https:/host`, spaces), so those are looked for first. */
function isWellFormed(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s/]/i.test(value) && !/\s/.test(value) && URL.canParse(value);
}
