import { readFile } from 'node:fs/promises';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { type Application, type Place, picture, type Sandbox } from '../../sandbox/index.ts';
import { franckFrames, groupPhotos, type Photo, portraits } from '../../test/photos.ts';

export type Query = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** Who the person is, for the search. */
export interface Moment {
  readonly guildId: string;
  readonly memberId: string;
  readonly names: readonly string[];
  readonly secrets: readonly string[];
}

export interface Life {
  readonly discord: Sandbox;
  readonly bot: Application;
  readonly query: Query;
  beforeLeaving(moment: Moment): Promise<void>;
  afterLeaving(moment: Moment): Promise<void>;
}

/** Names that occur nowhere by chance. */
const memberName = 'Zebulona Quastenflosser';
const otherName = 'Franckomir Quastenflosser';

function photoAt(photos: readonly Photo[], index: number): Photo {
  const photo = photos[index];
  if (photo === undefined) {
    throw new RangeError(`there is no photo ${index}`);
  }
  return photo;
}

const file = async (photo: Photo) => picture(`${photo.name}.jpg`, await readFile(photo.path));

async function enrol(place: Place, photo: Photo, agree: string, options: { readonly name?: string } = {}) {
  const notice = await place.slash('enroll', { photo: await file(photo), ...options });
  await (await notice.press(agree)).next();
}

/** Everything that Kith can come to know of somebody, and then their leaving. */
export async function liveAndLeave({
  discord,
  bot,
  query,
  beforeLeaving,
  afterLeaving,
}: Life): Promise<void> {
  const { ViewChannel, ReadMessageHistory, SendMessages, AttachFiles, EmbedLinks } = PermissionFlagsBits;
  const permissions = ViewChannel | ReadMessageHistory | SendMessages | AttachFiles | EmbedLinks;
  const guild = discord.createGuild({ name: 'Choir', bots: [{ bot, permissions }] });
  const general = guild.createChannel({ name: 'general' });
  const member = guild.addMember({ name: memberName });
  const singer = member.in(general);
  const friend = guild.addMember({ name: 'Friend' }).in(general);
  const moderator = guild
    .addMember({ name: 'Moderator', permissions: PermissionFlagsBits.ModerateMembers })
    .in(general);
  const admin = guild.addMember({ name: 'Admin', permissions: PermissionFlagsBits.ManageGuild }).in(general);
  const [face, otherFace] = [photoAt(franckFrames, 0), photoAt(franckFrames, 4)];

  // Proposed and declined; then enrolled by themself, under another name by a moderator, and merged.
  const panel = await admin.slash('settings');
  await panel.select('Who enrols whom', ['moderated']);
  await moderator.slash('enroll', { photo: await file(face), person: member });
  const question = await member.in(bot.directMessages(member)).sees('May I remember your face?');
  await (await question.press('See the photo and decide')).press('Decline');
  await enrol(singer, face, 'Accept');
  await enrol(moderator, otherFace, 'They agreed', { name: otherName });
  await moderator.slash('person merge', { person: otherName, into: memberName });
  await enrol(friend, photoAt(portraits, 9), 'Accept');

  // Found in posted pictures: their own, somebody's, and one together with the friend's.
  await singer.post('me', [await file(photoAt(franckFrames, 8))]);
  await friend.post('her', [await file(photoAt(franckFrames, 5))]);
  await friend.post('many', [await file(photoAt(groupPhotos, 0)), await file(photoAt(portraits, 9))]);
  await moderator.slash('backfill start');
  await moderator.sees(/Indexed/);

  // Searched for, corrected, proposed again, exported.
  const answer = await moderator.slash('whois', { photo: await file(photoAt(franckFrames, 7)) });
  await answer.select('A name is wrong? Say who it is not', [`Face 1 is not ${memberName}`]);
  await friend.slash('whois', { photo: await file(otherFace) });
  await friend.slash('person find', { person: memberName });
  await moderator.slash('enroll', { photo: await file(face), person: member });
  const held = await singer.slash('privacy export');
  if (held.files.length !== 1) {
    throw new Error(`the export failed: ${held.text}`);
  }

  const [indexed] = await query<{ count: number }>(
    `select count(*)::integer as count from face join person using (guild_id, person_id)
     where origin = 'indexed' and display_name = $1`,
    [memberName],
  );
  if (indexed === undefined || indexed.count < 2) {
    throw new Error('the person was not found in the posted pictures');
  }
  const moment = {
    guildId: guild.id,
    memberId: member.id,
    names: [memberName, otherName],
    secrets: ['hm=', bot.token],
  };
  await beforeLeaving(moment);

  await (await singer.slash('privacy withdraw')).press('Erase it all');
  const unknown = await friend.slash('whois', { photo: await file(otherFace) });
  if (!unknown.text.includes('do not recognise')) {
    throw new Error(`the person is still found: ${unknown.text}`);
  }
  await afterLeaving(moment);
}
