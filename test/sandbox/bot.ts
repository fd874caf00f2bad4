import { Client, type ClientOptions, Events, GatewayIntentBits, type Interaction } from 'discord.js';
import sharp from 'sharp';
import type { Application, Sandbox } from '../../sandbox/index.ts';

export interface Bot {
  readonly client: Client<true>;
  /** What handlers threw; a test that expects none looks at it. */
  readonly errors: unknown[];
}

/** The real discord.js client, connected to a sandbox. */
export async function connect(
  discord: Sandbox,
  application: Application,
  handle: (interaction: Interaction) => Promise<unknown> = async () => {},
  options: Partial<ClientOptions> = {},
): Promise<Bot> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    ...options,
    rest: { ...options.rest, api: discord.restUrl },
  }) as Client<true>;
  const errors: unknown[] = [];
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  client.on(Events.Error, (error) => errors.push(error));
  client.on(Events.InteractionCreate, (interaction) => {
    handle(interaction).catch((error: unknown) => errors.push(error));
  });
  await client.login(application.token);
  await ready;
  return { client, errors };
}

/** A small JPEG of one colour. */
export function jpeg(width = 24, height = 16): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#7788aa' } })
    .jpeg()
    .toBuffer();
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every kind are looked into
  readonly body: any;
}

/** Plain HTTP requests to REST, as a bot. */
export function restOf(discord: Sandbox, token: string | null) {
  return async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const form = body instanceof FormData;
    const response = await fetch(`${discord.restUrl}/v10${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bot ${token}` }),
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };
}

/** A multipart body with files, as bots upload them. */
export function form(
  payload: object,
  ...files: readonly (readonly [name: string, bytes: Uint8Array])[]
): FormData {
  const body = new FormData();
  body.set('payload_json', JSON.stringify(payload));
  for (const [index, [name, bytes]] of files.entries()) {
    body.set(`files[${index}]`, new Blob([new Uint8Array(bytes)]), name);
  }
  return body;
}
