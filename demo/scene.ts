import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Channel, Guild, Person } from '../sandbox/index.ts';
import { type PhotoName, photo } from './photos.ts';
import type { DemoWorld } from './world.ts';

/** Somebody the visitor can act as. */
export interface Persona {
  readonly person: Person;
  /** What they are, in a word or two, for the menu in which they are chosen. */
  readonly role: string;
}

export interface SceneServer {
  readonly guild: Guild;
  readonly channels: readonly Channel[];
  readonly members: readonly Person[];
}

/** Two servers, their people and what they posted before the visitor came. */
export interface Scene {
  readonly club: SceneServer;
  readonly servers: readonly SceneServer[];
  /** The first is whom the visitor is at the beginning. */
  readonly personas: readonly Persona[];
  readonly franck: Person;
  readonly ann: Person;
  readonly mo: Person;
  readonly general: Channel;
  readonly album: Channel;
}

/** Sets the scene as the people in it would: by posting, and by using Kith's own commands. */
export async function setScene(world: DemoWorld): Promise<Scene> {
  const guild = world.createGuild('Climbing club');
  const general = guild.createChannel({ name: 'general' });
  const album = guild.createChannel({ name: 'album' });
  const committee = guild.createChannel({
    name: 'committee',
    overwrites: [{ of: guild, deny: PermissionFlagsBits.ViewChannel }],
  });
  const franck = guild.addMember({ name: 'Franck' });
  const ann = guild.addMember({ name: 'Ann' });
  const zoe = guild.addMember({ name: 'Zoe' });
  const mo = guild.addMember({ name: 'Mo', permissions: PermissionFlagsBits.ModerateMembers });
  const ada = guild.addMember({ name: 'Ada', permissions: PermissionFlagsBits.Administrator });
  for (const somebody of [mo, world.bot]) {
    committee.permit(somebody, { allow: PermissionFlagsBits.ViewChannel });
  }

  const elsewhere = world.createGuild('Chess club');
  const lobby = elsewhere.createChannel({ name: 'lobby' });
  const sam = elsewhere.addMember({ name: 'Sam' });
  elsewhere.add(franck);
  elsewhere.add(mo);

  const at = daysAgo();
  await post(ann, general, 'The hut is booked for the long weekend. Who is in?', [], at(21));
  await post(zoe, general, 'Me! And I bring the rope.', [], at(21));
  await post(
    ada,
    general,
    'Photos go to #album, please. Kith can find you in them, once you ask it to.',
    [],
    at(20),
  );
  await post(ann, album, 'First evening at the hut', ['friends'], at(18));
  await post(zoe, album, 'Franck made coffee for everyone', ['franckAtTheHut'], at(18));
  await post(mo, album, 'What a view', ['mountains'], at(17));
  await post(ann, album, 'At the wall', ['franckAtTheWall', 'cousin'], at(17));
  await post(zoe, album, 'Last evening, everybody together', ['evening', 'garden'], at(16));
  await post(ann, album, 'On the way home', ['franckOnTheWay'], at(15));
  await post(mo, committee, 'The receipt is in his hand, so this one stays here', ['franckLaughing'], at(14));
  await post(sam, lobby, 'Thursday, seven o’clock, the usual table.', [], at(9));
  await post(franck, lobby, 'I will be late: climbing first.', [], at(9));

  // Ada lets moderators propose members, with the settings panel, before the visitor comes.
  const panel = await ada.in(general).slash('settings');
  await panel.select('settings:consent-mode:', ['moderated']);

  const club = { guild, channels: [general, album, committee], members: [franck, ann, zoe, mo, ada] };
  const chess = { guild: elsewhere, channels: [lobby], members: [sam, franck, mo] };
  return {
    club,
    servers: [club, chess],
    personas: [
      { person: franck, role: 'Member' },
      { person: ann, role: 'Member' },
      { person: zoe, role: 'Member' },
      { person: mo, role: 'Moderator' },
      { person: ada, role: 'Administrator' },
      { person: sam, role: 'Stranger: only in the other server' },
    ],
    ...{ franck, ann, mo, general, album },
  };
}

/** @returns a moment so many days ago, each a minute after the one before, so that messages keep their order. */
function daysAgo(): (days: number) => Date {
  const now = Date.now();
  let minutes = 0;
  return (days) => {
    minutes += 1;
    return new Date(now - days * 86_400_000 + minutes * 60_000);
  };
}

async function post(
  who: Person,
  where: Channel,
  text: string,
  names: readonly PhotoName[],
  at: Date,
): Promise<void> {
  await who.in(where).post(text, await Promise.all(names.map(photo)), { at });
}
