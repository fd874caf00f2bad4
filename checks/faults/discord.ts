import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, whileBroken } from './fault.ts';

/** The answer that was asked for. */
const answered = /\*\*Franck\*\*/;
const unheard = /\(no answer\).*(not connected|did not acknowledge)/;

const answers = /^PATCH \/webhooks/;
const acknowledgements = /^POST \/interactions\/.*callback/;

export const serverErrors: Fault = {
  name: 'Discord answers 502 and 503',
  tells: answered,
  recoversWithinMs: 3_000,
  database: 'line',
  run: (stage) =>
    whileBroken(stage, async () => {
      const { rest } = stage.discord.faults;
      rest.inject(acknowledgements, { kind: 'status', status: 502 });
      rest.inject(answers, { kind: 'status', status: 503 }, 2);
      return () => rest.clear();
    }),
};

export const rateLimited: Fault = {
  name: 'Discord answers 429 again and again',
  tells: answered,
  recoversWithinMs: 3_000,
  database: 'line',
  run: (stage) =>
    whileBroken(stage, async () => {
      const { rest } = stage.discord.faults;
      rest.inject(answers, { kind: 'rate-limit', retryAfterMs: 200 }, 4);
      rest.inject(answers, { kind: 'rate-limit', retryAfterMs: 500, global: true });
      return () => rest.clear();
    }),
};

export const stalls: Fault = {
  name: 'Discord takes 5 s for an answer',
  tells: answered,
  recoversWithinMs: 3_000,
  database: 'line',
  isSlow: true,
  run: (stage) =>
    whileBroken(stage, async () => {
      const { rest } = stage.discord.faults;
      rest.inject(answers, { kind: 'stall', ms: 5_000 }, 2);
      return () => rest.clear();
    }),
};

export const connectionLost: Fault = {
  name: 'The gateway connection breaks',
  tells: answered,
  recoversWithinMs: 5_000,
  database: 'line',
  run: (stage) =>
    whileBroken(stage, async () => {
      stage.app.drop();
      return () => undefined;
    }),
};

export const sessionInvalid: Fault = {
  name: 'Discord has forgotten the session',
  tells: /\*\*Franck\*\*|\(no answer\)/,
  recoversWithinMs: 20_000,
  database: 'line',
  isSlow: true,
  run: (stage) =>
    whileBroken(stage, async () => {
      stage.app.invalidateSession({ resumable: false });
      return () => undefined;
    }),
};

export const gatewayAway: Fault = {
  name: 'The gateway refuses connections for 10 s',
  tells: unheard,
  recoversWithinMs: 30_000,
  database: 'line',
  isSlow: true,
  run: (stage) =>
    whileBroken(stage, async () => {
      stage.discord.gatewayAway = true;
      stage.app.drop({ resumable: false });
      return async () => {
        await sleep(10_000);
        stage.discord.gatewayAway = false;
      };
    }),
};

/** The bot ends, so that its supervisor tells; here it is started with the new token. */
export const tokenRevoked: Fault = {
  name: 'The token is revoked',
  tells: unheard,
  recoversWithinMs: 30_000,
  database: 'line',
  async run(stage) {
    stage.app.resetToken();
    const code = await stage.bot.ended();
    const reason = /Discord refuses the token in DISCORD_TOKEN/;
    if (code !== 1 || !reason.test(stage.bot.output)) {
      throw new Error(`ended with ${code}, saying:\n${stage.bot.output}`);
    }
    const seen = await stage.ask();
    const started = performance.now();
    await stage.restart();
    await stage.untilAnswered();
    return { seen, recoveryMs: performance.now() - started };
  },
};
