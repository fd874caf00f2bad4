import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Channel, Person, Reply } from '../sandbox/index.ts';
import { type PhotoName, photo } from './photos.ts';
import { Transcript } from './transcript.ts';
import type { DemoWorld } from './world.ts';

/** Two servers and their people: who enrols, who asks, who is found and who is not. */
export async function tellStory(world: DemoWorld, folder: string): Promise<Transcript> {
  const club = world.createGuild('Climbing club');
  const elsewhere = world.createGuild('Chess club');
  const general = club.createChannel({ name: 'general' });
  const chess = elsewhere.createChannel({ name: 'general' });
  const franck = club.addMember({ name: 'Franck' });
  const ann = club.addMember({ name: 'Ann' });
  const zoe = club.addMember({ name: 'Zoe' });
  const mo = club.addMember({ name: 'Mo', permissions: PermissionFlagsBits.ModerateMembers });
  const bo = elsewhere.addMember({ name: 'Bo' });
  const places = new Map([
    [general.id, `${club.name} · #${general.name}`],
    [chess.id, `${elsewhere.name} · #${chess.name}`],
  ]);
  const names = new Map([franck, ann, zoe, mo, bo].map((person) => [person.id, person.name]));
  const transcript = await Transcript.start(folder, names);
  const told = new Teller(transcript, places);

  transcript.chapter('Climbing club: Franck enrols himself');
  const notice = await told.slash(general, franck, 'enroll', 'franckAtHisDesk');
  await told.press(general, franck, notice, 'Accept');

  transcript.chapter('Ann and Zoe enrol with a group photo, and each chooses her face');
  for (const [member, face] of [
    [ann, 'Face 2'],
    [zoe, 'Face 1'],
  ] as const) {
    const question = await told.slash(general, member, 'enroll', 'friends');
    const choice = await told.press(general, member, question, 'Accept');
    await told.select(general, member, choice, face);
  }

  transcript.chapter('Mo, a moderator, enrols somebody who is no member');
  const attestation = await told.slash(general, mo, 'enroll', 'cousin', { name: 'Cousin Lee' });
  await told.press(general, mo, attestation, 'They agreed');

  transcript.chapter('Who is this?');
  await told.slash(general, ann, 'whois', 'franckLater');
  await told.slash(general, mo, 'whois', 'franckLaughing', { share: true });
  await told.slash(general, franck, 'whois', 'friends');

  transcript.chapter('Strangers, and pictures without a face');
  await told.slash(general, franck, 'whois', 'stranger');
  await told.slash(general, franck, 'whois', 'mountains');

  transcript.chapter('Chess club: another server knows nothing of the first');
  await told.slash(chess, bo, 'whois', 'franckLater');
  return transcript;
}

/** Does what a member does, and tells both sides of it. */
class Teller {
  readonly #transcript: Transcript;
  /** Servers and channels by the channels' ids. */
  readonly #places: ReadonlyMap<string, string>;

  constructor(transcript: Transcript, places: ReadonlyMap<string, string>) {
    this.#transcript = transcript;
    this.#places = places;
  }

  async slash(
    channel: Channel,
    member: Person,
    command: string,
    photoName: PhotoName,
    options: Readonly<Record<string, string | boolean>> = {},
  ): Promise<Reply> {
    const attached = await photo(photoName);
    const typed = Object.entries(options).map(([name, value]) => ` ${name}:${value}`);
    await this.#transcript.says(
      this.#place(channel),
      member.name,
      `/${command} photo:${attached.name}${typed.join('')}`,
      attached,
    );
    return await this.#timed(channel, member, () =>
      member.in(channel).slash(command, { photo: attached, ...options }),
    );
  }

  async press(channel: Channel, member: Person, reply: Reply, label: string): Promise<Reply> {
    await this.#transcript.says(this.#place(channel), member.name, `presses “${label}”`);
    // The first change only says that Kith is at work.
    return await this.#timed(channel, member, async () => await (await reply.press(label)).next());
  }

  async select(channel: Channel, member: Person, reply: Reply, label: string): Promise<Reply> {
    await this.#transcript.says(this.#place(channel), member.name, `chooses “${label}”`);
    return await this.#timed(channel, member, () => reply.select('Choose a face', [label]));
  }

  async #timed(channel: Channel, member: Person, act: () => Promise<Reply>): Promise<Reply> {
    const started = performance.now();
    const reply = await act();
    return await this.#transcript.hears(
      this.#place(channel),
      member.name,
      reply,
      performance.now() - started,
    );
  }

  #place(channel: Channel): string {
    return this.#places.get(channel.id) ?? channel.name;
  }
}
