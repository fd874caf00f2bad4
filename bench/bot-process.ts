// The bot under measurement, in a process of its own: what the sandbox and the askers do does not count as its.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startKith } from '../src/app.ts';
import { parseConfig } from '../src/config/config.ts';
import { createLogger } from '../src/log/logger.ts';

/** Fine enough to see a gap of a few milliseconds, coarse enough not to be the load itself. */
const tickMs = 5;

const kith = await startKith(parseConfig(process.env), createLogger('error'));
// Times between two turns of a timer of libuv's own: what is beyond its period, nothing else could run either.
const turns = monitorEventLoopDelay({ resolution: tickMs });
turns.enable();

async function end(): Promise<void> {
  await kith.stop();
  process.exit(0);
}

process.on('message', async (message) => {
  if (message === 'gap') {
    process.send?.({ gap: turns.max / 1e6 - tickMs, rss: process.memoryUsage.rss() });
    turns.reset();
  } else if (message === 'stop') {
    await end();
  }
});
// Whoever measures was ended.
process.once('disconnect', end);
process.send?.('ready');
