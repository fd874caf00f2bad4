import type { Snowflake } from '../db/ids.ts';

/**
 * Text of a user's own making, so that Discord shows it letter by letter: no emphasis, link, mention, heading,
 * quote, list, spoiler or code can come of it.
 */
export function escapeMarkup(text: string): string {
  return text
    .replace(/[\\*_~`|>#\-+[\]()<:]/g, '\\$&')
    .replace(/@/g, '@\u200b')
    .replace(/^(\d+)\./, '$1\\.')
    .replace(/(https?|discord)(?=\\:)/gi, '$1\u200b');
}

/** A mention, which shows the member's current name; whether it notifies is up to the message's pings. */
export function mention(memberId: Snowflake): string {
  return `<@${memberId}>`;
}

/** A person as a reply names them: bold, with the mention of a member. */
export function personMarkup(person: {
  readonly displayName: string;
  readonly memberId: Snowflake | null;
}): string {
  const name = `**${escapeMarkup(person.displayName)}**`;
  return person.memberId === null ? name : `${name} (${mention(person.memberId)})`;
}

/** Discord shows it in the reader's own time zone and language, such as "3 May 2024". */
export function dateMarkup(at: Date): string {
  return `<t:${Math.floor(at.getTime() / 1000)}:D>`;
}

/** The same as a span from now, such as "in 7 days". */
export function relativeMarkup(at: Date): string {
  return `<t:${Math.floor(at.getTime() / 1000)}:R>`;
}

/** With the time of day, such as "3 May 2024 18:02". */
export function timeMarkup(at: Date): string {
  return `<t:${Math.floor(at.getTime() / 1000)}:f>`;
}
