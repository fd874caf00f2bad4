import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../../src/db/open-database.ts';
import { createDataDirectory, silent } from '../database.ts';
import { ended, type Holder, serverOf, startHolder } from './holding.ts';

// Each test starts servers and processes; how long that takes is the machine's affair.
vi.setConfig({ testTimeout: 240_000 });

let directory: Awaited<ReturnType<typeof createDataDirectory>>;
let holders: Holder[] = [];
const hold = () => {
  const holder = startHolder(directory.path);
  holders.push(holder);
  return holder;
};

beforeEach(async () => {
  directory = await createDataDirectory();
});
afterEach(async () => {
  for (const holder of holders) holder.process.kill('SIGKILL');
  holders = [];
  await directory.remove();
});

describe('a data directory', () => {
  it('has one process at a time; the second is told so and stops nothing', async () => {
    const first = await openDatabase({ dataDirectory: directory.path, log: silent });
    const { pid } = await serverOf(directory.path);
    const second = hold();
    expect(await second.opened).toMatchObject({
      kind: 'refused',
      code: 'in-use',
      message: expect.stringContaining(`Another Kith process is using the data directory ${directory.path}`),
    });
    await first.ping();
    expect((await serverOf(directory.path)).pid).toBe(pid);
    await first.close();

    const third = hold();
    expect(await third.opened).toEqual({ kind: 'open' });
    await third.close();
  });

  it('goes to exactly one of two that start at once, with no cluster there and with one', async () => {
    await rm(join(directory.path, 'postgres'), { recursive: true });
    await rm(join(directory.path, 'postgres-password'));
    for (const cluster of ['none', 'there']) {
      const both = [hold(), hold()];
      const words = await Promise.all(both.map(({ opened }) => opened));
      expect(words.map(({ kind }) => kind).sort(), cluster).toEqual(['open', 'refused']);
      expect(words).toContainEqual(expect.objectContaining({ code: 'in-use' }));
      const winner = both[words.findIndex(({ kind }) => kind === 'open')];
      await winner?.close();
    }
  });

  it('keeps its server through Ctrl-C in the terminal, which goes to the whole process group', async () => {
    const holder = hold();
    expect(await holder.opened).toEqual({ kind: 'open' });
    const { pid } = await serverOf(directory.path);
    process.kill(-(holder.process.pid ?? 0), 'SIGINT');
    await holder.close();
    expect(holder.process.exitCode).toBe(0);
    await ended(pid);
  });
});
