import { PermissionFlagsBits } from 'discord-api-types/v10';
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
