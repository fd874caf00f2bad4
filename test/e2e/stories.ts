import { type APIMessage, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Photo } from '../photos.ts';
import { file, type Stage } from './kith.ts';

export const moderating = PermissionFlagsBits.ModerateMembers;
export const administrating = PermissionFlagsBits.ManageGuild;

/** @throws RangeError where there is none. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items.at(index);
  if (item === undefined) {
    throw new RangeError(`there is no item ${index}`);
  }
  return item;
}

/** A server with the bot, two members, a moderator, an administrator and a channel: each story has its own. */
export function club(stage: Stage, name: string) {
  const guild = stage.createGuild(name);
  const general = guild.createChannel({ name: 'general' });
  const join = (who: string, permissions?: bigint) => {
    const person = guild.addMember({ name: who, ...(permissions !== undefined && { permissions }) });
    return { person, id: person.id, here: person.in(general) };
  };
  const rows = async (table: string) =>
    await stage.database.sql<Record<string, unknown>>(
      `select * from ${table} where guild_id = $1 order by 2`,
      [guild.id],
    );
  return {
    guild,
    general,
    join,
    ann: join('Ann'),
    bo: join('Bo'),
    mo: join('Mo', moderating),
    admin: join('Ada', administrating),
    rows,
    /** Latest last, as `actor action subject`. */
    audited: async () => (await rows('audit')).map(({ action }) => String(action)),
  };
}

export type Club = ReturnType<typeof club>;
type Member = Club['ann'];

/** Enrols a member with a photo of one face. @returns the last reply. */
export async function enrol({ here }: Member, photo: Photo) {
  const notice = await here.slash('enroll', { photo: await file(photo) });
  return await (await notice.press('Accept')).next();
}

/** Enrols somebody who is no member, on a moderator's word. */
export async function enrolNamed({ here }: Member, name: string, photo: Photo) {
  const notice = await here.slash('enroll', { photo: await file(photo), name });
  return await (await notice.press('They agreed')).next();
}

/** What `/whois` says of a photo. */
export async function ask({ here }: Member, photo: Photo) {
  return await here.slash('whois', { photo: await file(photo) });
}

/** Sets up the server as its administrator would, without the panel. */
export async function setUp(stage: Stage, { guild }: Club, settings: Record<string, unknown>): Promise<void> {
  await stage.database.sql(
    `insert into guild (guild_id, settings) values ($1, $2)
     on conflict (guild_id) do update set settings = guild.settings || excluded.settings`,
    [guild.id, JSON.stringify(settings)],
  );
}

/** A person seen in a message's first picture, as indexing would have written it: one of their faces once more. */
export async function seenIn(
  stage: Stage,
  { guild }: Club,
  who: string,
  channel: { readonly id: string },
  message: { readonly message: APIMessage },
): Promise<void> {
  const { id, author, timestamp, attachments } = message.message;
  const [{ list: columns } = { list: '' }] = await stage.database.sql<{ list: string }>(
    `select string_agg(quote_ident(column_name), ', ') as list from information_schema.columns
     where table_schema = 'public' and table_name = 'face' and is_identity = 'NO' and is_generated = 'NEVER'
       and column_name not in ('picture_id', 'origin')`,
  );
  await stage.database.sql(
    `with picture_row as (
       insert into picture (guild_id, channel_id, message_id, attachment_id, author_id, posted_at, width, height,
         sha256, added_by)
       values ($1, $3, $4, $5, $6, $7, 9, 9, sha256(convert_to($8, 'UTF8')), $6) returning picture_id
     )
     insert into face (picture_id, origin, ${columns})
     select picture_row.picture_id, 'indexed', ${columns} from picture_row, face
     where guild_id = $1 and person_id = (select person_id from person where guild_id = $1 and display_name = $2)
     limit 1`,
    [guild.id, who, channel.id, id, at(attachments, 0).id, author.id, timestamp, id],
  );
}
