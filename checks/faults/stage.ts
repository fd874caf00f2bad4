import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import pg from 'pg';
import {
  type Application,
  type Guild,
  type Place,
  picture,
  Sandbox,
  WaitTimeout,
} from '../../sandbox/index.ts';
import { permissionBits } from '../../src/bot/permissions.ts';
import { ROLE } from '../../src/db/embedded/cluster.ts';
import { DATABASE } from '../../src/db/embedded/database.ts';
import { BotProcess } from '../../test/e2e/bot-process.ts';
import { franckFrames } from '../../test/photos.ts';
import { DatabaseLine } from './database-line.ts';

export interface StageOptions {
  readonly database: 'line' | 'embedded';
  /** Where the bot and its database keep their data: empty, or as Kith left it. */
  readonly dataDirectory: string;
}

export interface RestartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Modules that the bot loads before its own. */
  readonly preload?: readonly URL[];
}

/** What the reply says of the man who is enrolled here. */
const recognised = /\*\*Franck\*\*/;

/** The real bot as a process of its own, a Discord, a database, and somebody who asks and enrols. */
export class FaultStage {
  readonly discord: Sandbox;
  readonly app: Application;
  /** Present where the bot's database is behind a line. */
  readonly line: DatabaseLine | null;
  readonly dataDirectory: string;
  bot: BotProcess;
  readonly #guild: Guild;
  readonly #asker: Place;
  readonly #channel: ReturnType<Guild['createChannel']>;
  readonly #frames: readonly Uint8Array[];
  #acknowledged = 0;
  #photos = 0;

  private constructor(
    discord: Sandbox,
    app: Application,
    line: DatabaseLine | null,
    dataDirectory: string,
    bot: BotProcess,
    frames: readonly Uint8Array[],
  ) {
    this.discord = discord;
    this.app = app;
    this.line = line;
    this.dataDirectory = dataDirectory;
    this.bot = bot;
    this.#frames = frames;
    this.#guild = discord.createGuild({ name: 'Club', bots: [{ bot: app, permissions: permissionBits }] });
    this.#channel = this.#guild.createChannel({ name: 'general' });
    this.#asker = this.#guild.addMember({ name: 'Bo' }).in(this.#channel);
  }

  static async start({ database, dataDirectory }: StageOptions): Promise<FaultStage> {
    const discord = await Sandbox.start({ replyTimeoutMs: 45_000 });
    const app = discord.createApplication({ name: 'Kith' });
    const line = database === 'line' ? await DatabaseLine.open(dataDirectory) : null;
    const bot = await startBot(discord, app, dataDirectory, line);
    const frames = await Promise.all(franckFrames.map(({ path }) => readFile(path)));
    return new FaultStage(discord, app, line, dataDirectory, bot, frames);
  }

  async stop(): Promise<void> {
    await this.bot.stop();
    await this.line?.close();
    await this.discord.stop();
  }

  /** Starts the bot anew, after it has ended. */
  async restart(options: RestartOptions = {}): Promise<void> {
    this.bot = await startBot(this.discord, this.app, this.dataDirectory, this.line, options);
  }

  /** What somebody who asks "who is this?" is told; what Discord shows them instead where they are told nothing. */
  async ask(fileName = 'photo.jpg', bytes = this.#nextPhoto()): Promise<string> {
    const photo = picture(fileName, bytes);
    return await told(async () => (await this.#asker.slash('whois', { photo })).text);
  }

  /** Enrols one more photo of the same man, and remembers when that is said to be done. @returns what was said */
  async enrol(): Promise<string> {
    return await this.#note(async () => {
      const reply = await this.#moderator().slash('enroll', { photo: this.#photoFile(), name: 'Franck' });
      return reply.buttons.some(({ label }) => label === 'They agreed')
        ? (await (await reply.press('They agreed')).next()).text
        : reply.text;
    });
  }

  /** Comes as far as the question whether somebody else agreed. */
  async beginEnrolment(): Promise<{ accept(): Promise<string> }> {
    const reply = await this.#moderator().slash('enroll', { photo: this.#photoFile(), name: 'Franck II' });
    return {
      accept: () => this.#note(async () => (await (await reply.press('They agreed')).next()).text),
    };
  }

  /** Resolves when a command is acknowledged. */
  async acknowledgement(): Promise<void> {
    await new Promise<void>((resolve) => {
      const stop = this.discord.log.listen((event) => {
        if (event.kind !== 'interaction' || event.what !== 'acknowledged') return;
        stop();
        resolve();
      });
    });
  }

  async #note(enrolment: () => Promise<string>): Promise<string> {
    const said = await told(enrolment);
    if (said.includes('Remembered')) this.#acknowledged += 1;
    return said;
  }

  /** Somebody new each time: nobody may enrol without end. */
  #moderator(): Place {
    const permissions = PermissionFlagsBits.ModerateMembers;
    return this.#guild.addMember({ name: `Mo ${this.#photos}`, permissions }).in(this.#channel);
  }

  #photoFile() {
    return picture('franck.jpg', this.#nextPhoto());
  }

  /** @returns milliseconds until a command is answered as it should be. */
  async untilAnswered(): Promise<number> {
    const started = performance.now();
    while (!recognised.test(await this.ask())) {
      if (performance.now() - started > 120_000) throw new Error(`no recovery:\n${this.bot.output}`);
      await sleep(100);
    }
    return performance.now() - started;
  }

  /** @returns how many photos were said to be remembered and are not there. */
  async lost(): Promise<number> {
    const [row] = await this.query<{ count: number }>(
      "select count(*)::int as count from face where origin = 'enrolment'",
    );
    return Math.max(0, this.#acknowledged - (row?.count ?? 0));
  }

  /** Runs SQL on the bot's database, past the bot and the line. */
  async query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
    const client = await this.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** A connection of one's own to the bot's database. */
  async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.line?.serverUrl ?? (await this.#embeddedUrl()) });
    await client.connect();
    return client;
  }

  async #embeddedUrl(): Promise<string> {
    const [pidFile, password] = await Promise.all([
      readFile(join(this.dataDirectory, 'postgres', 'postmaster.pid'), 'utf8'),
      readFile(join(this.dataDirectory, 'postgres-password'), 'utf8'),
    ]);
    return `postgresql://${ROLE}:${password.trim()}@127.0.0.1:${pidFile.split('\n')[3]}/${DATABASE}`;
  }

  /** A file of its own: what follows a JPEG's end is not looked at. */
  #nextPhoto(): Uint8Array {
    const frame = this.#frames[this.#photos++ % this.#frames.length];
    if (frame === undefined) throw new RangeError('there are no photos');
    return Buffer.concat([frame, randomBytes(16)]);
  }
}

async function startBot(
  discord: Sandbox,
  app: Application,
  dataDirectory: string,
  line: DatabaseLine | null,
  { environment = {}, preload = [] }: RestartOptions = {},
): Promise<BotProcess> {
  return await BotProcess.start(
    discord,
    app.token,
    dataDirectory,
    {
      KITH_SEARCHES_PER_MINUTE: '10000',
      ...(line !== null && { DATABASE_URL: line.url }),
      ...environment,
    },
    preload,
  );
}

/** What is said, or what a user sees of silence. */
async function told(command: () => Promise<string>): Promise<string> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof WaitTimeout) return `(no answer) ${error.message.split('\n')[0]}`;
    throw error;
  }
}
