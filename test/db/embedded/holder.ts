/** A process of its own that holds the database of a data directory; holding.ts talks to it. */
import { pino } from 'pino';
import { openDatabase } from '../../../src/db/open-database.ts';

export type HolderMessage =
  | { readonly kind: 'open' }
  | { readonly kind: 'refused'; readonly code: unknown; readonly message: string }
  /** This many members are stored: the database has said so. */
  | { readonly kind: 'acknowledged'; readonly members: number }
  | { readonly kind: 'closed' };

function send(message: HolderMessage): void {
  process.send?.(message);
}

// As Kith, which ends in its own time when Ctrl-C is pressed.
process.on('SIGINT', () => {});

try {
  const dataDirectory = process.argv[2] ?? '';
  const database = await openDatabase({ dataDirectory, log: pino({ level: 'silent' }) });
  process.on('message', async (order: 'write' | 'close') => {
    if (order === 'close') {
      await database.close();
      send({ kind: 'closed' });
      process.disconnect();
      return;
    }
    for (let members = 1; ; members += 1) {
      await database.transaction('1', ({ people }) =>
        people.create({ memberId: `${members}`, displayName: 'Ann', createdBy: '1' }),
      );
      send({ kind: 'acknowledged', members });
    }
  });
  send({ kind: 'open' });
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  send({ kind: 'refused', code, message: String(error) });
  process.disconnect();
}
