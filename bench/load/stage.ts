import { randomFrom } from '../../eval/random.ts';
import { type BotUnderTest, startBotUnderTest } from '../bot-under-test.ts';
import { type Crowd, measure } from './measure.ts';
import { Town } from './town.ts';

export interface LoadOptions {
  readonly guilds: number;
  readonly members: number;
  readonly workers: string;
  readonly seed: number;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface LoadStage extends BotUnderTest {
  readonly crowd: Crowd;
}

/** A bot that has had its first commands, and members who are all enrolled. */
export async function startLoadStage(options: LoadOptions): Promise<LoadStage> {
  const { guilds, members, workers, environment } = options;
  const random = randomFrom(options.seed);
  const started = await startBotUnderTest({
    replyTimeoutMs: 60_000,
    environment: { KITH_VISION_WORKERS: workers, KITH_SEARCHES_PER_MINUTE: '10000', ...environment },
  });
  const { discord, bot } = started;
  const town = await Town.settle(discord, bot, { guilds, members, random });
  const crowd = { discord, town, random };
  await measure(crowd, 2, 5);
  return { ...started, crowd };
}
