import { type Application, type Place, picture, type Sandbox, WaitTimeout } from '../../sandbox/index.ts';
import { permissionBits } from '../../src/bot/permissions.ts';
import { photoBytes } from '../../test/photos.ts';

/** What became of a command: answered as asked, told to come later, or not answered at all. */
export type Ending = 'answered' | 'busy' | 'refused' | 'failed';

/** Different people in good light, whom no other here is taken for. */
const people = ['marc', 'christian', 'team-1', 'team-4', 'ivana-square', 'marie', 'franck_01829'];

/** Of all commands, the share that are `/whois`; the rest is `/enroll`. */
const whoisShare = 0.8;

/** Members who have all enrolled themselves, spread over servers. */
export class Town {
  readonly #members: readonly Place[];
  readonly #photos: readonly Uint8Array[];
  readonly #guilds: number;
  readonly #random: () => number;

  private constructor(
    members: readonly Place[],
    photos: readonly Uint8Array[],
    guilds: number,
    random: () => number,
  ) {
    this.#members = members;
    this.#guilds = guilds;
    this.#photos = photos;
    this.#random = random;
  }

  /** @param discord with a bot that is connected. */
  static async settle(
    discord: Sandbox,
    bot: Application,
    {
      guilds,
      members,
      random,
    }: { readonly guilds: number; readonly members: number; readonly random: () => number },
  ): Promise<Town> {
    const channels = Array.from({ length: guilds }, (_, number) => {
      const guild = discord.createGuild({
        name: `Server ${number}`,
        bots: [{ bot, permissions: permissionBits }],
      });
      return { guild, channel: guild.createChannel({ name: 'general' }) };
    });
    const places = Array.from({ length: members }, (_, number) => {
      const { guild, channel } = one(channels, number);
      return guild.addMember({ name: `Member ${number}` }).in(channel);
    });
    const photos = await Promise.all(people.map(photoBytes));
    const town = new Town(places, photos, guilds, random);
    await town.#enrolEveryone();
    return town;
  }

  /** Somebody asks about some photo, or enrols one more of their own. */
  async command(): Promise<Ending> {
    const number = Math.floor(this.#random() * this.#members.length);
    const place = one(this.#members, number);
    const isQuestion = this.#random() < whoisShare;
    const bytes = isQuestion
      ? one(this.#photos, Math.floor(this.#random() * this.#photos.length))
      : this.#photoOf(number);
    const photo = picture('photo.jpg', bytes);
    const command = isQuestion ? 'whois' : 'enroll';
    try {
      const { text } = await place.slash(command, { photo });
      return endingOf(text);
    } catch (error) {
      if (error instanceof WaitTimeout) return 'failed';
      throw error;
    }
  }

  /** Each has a face of their own within their server: otherwise they would be refused as another. */
  #photoOf(number: number): Uint8Array {
    return one(this.#photos, Math.floor(number / this.#guilds));
  }

  async #enrolEveryone(): Promise<void> {
    // A few at a time: setting up is not what is measured.
    const lanes = 4;
    const enrolFrom = async (first: number) => {
      for (let number = first; number < this.#members.length; number += lanes) {
        const photo = picture('me.jpg', this.#photoOf(number));
        const notice = await one(this.#members, number).slash('enroll', { photo });
        const { text } = await (await notice.press('Accept')).next();
        if (!text.includes('Remembered')) throw new Error(`not enrolled: ${text}`);
      }
    };
    await Promise.all(Array.from({ length: lanes }, (_, lane) => enrolFrom(lane)));
  }
}

function endingOf(text: string): Ending {
  if (text.includes('Many pictures are waiting')) return 'busy';
  return /Remembered|recognise|\*\*|lot in a short time/.test(text) ? 'answered' : 'refused';
}

function one<Item>(items: readonly Item[], number: number): Item {
  const item = items[number % items.length];
  if (item === undefined) throw new RangeError('there are none');
  return item;
}
