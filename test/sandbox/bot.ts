import { Client, type ClientOptions, Events, GatewayIntentBits, type Interaction } from 'discord.js';
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
