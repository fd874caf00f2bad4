import { expect, it } from 'vitest';
import { createLogger } from '../src/log/logger.ts';
import { stopAll } from '../src/stop-all.ts';

it('stops every part, in order, and says which failed', async () => {
  const lines: string[] = [];
  const stopped: string[] = [];
  const log = createLogger('info', { write: (line: string) => void lines.push(line) });
  const away = async () => {
    throw new Error('the database is away');
  };
  await stopAll([async () => stopped.push('first'), away, async () => stopped.push('last')], log);
  expect(stopped).toEqual(['first', 'last']);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('the database is away');
});
