// The bot under measurement, in a process of its own: what the sandbox and the askers do does not count as its.
import { startKith } from '../src/app.ts';
import { parseConfig } from '../src/config/config.ts';
import { createLogger } from '../src/log/logger.ts';

/** Fine enough to see a gap of a few milliseconds, coarse enough not to be the load itself. */
const tickMs = 2;

/** Longest time between two turns of a timer, beyond its period: for so long nothing else could run either. */
class GapMeter {
  #largest = 0;
  #last = performance.now();

  constructor() {
    setInterval(() => {
      const now = performance.now();
      this.#largest = Math.max(this.#largest, now - this.#last - tickMs);
      this.#last = now;
    }, tickMs);
  }

  /** @returns the largest gap since the last call, in milliseconds. */
  take(): number {
    const largest = this.#largest;
    this.#largest = 0;
    return largest;
  }
}

const kith = await startKith(parseConfig(process.env), createLogger('error'));
const meter = new GapMeter();

async function end(): Promise<void> {
  await kith.stop();
  process.exit(0);
}

process.on('message', async (message) => {
  if (message === 'gap') {
    process.send?.({ gap: meter.take(), rss: process.memoryUsage.rss() });
  } else if (message === 'stop') {
    await end();
  }
});
// Whoever measures was ended.
process.once('disconnect', end);
process.send?.('ready');
