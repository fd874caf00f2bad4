import { expect, it } from 'vitest';
import { environmentSchema } from '../../src/config/config.ts';
import { workerEnvironment } from '../../src/vision/worker-environment.ts';

it('hands no secret to a worker, and the rest as it is', () => {
  const secrets = [
    'DISCORD_TOKEN',
    'DATABASE_URL',
    'KITH_MASTER_KEY',
    'KITH_EARLIER_MASTER_KEYS',
    'PGPASSWORD',
  ];
  const names = [
    ...Object.keys(environmentSchema.shape),
    'PGPASSWORD',
    'POSTGRES_PASSWORD',
    'XDG_CACHE_HOME',
    'PATH',
  ];
  const given = workerEnvironment(Object.fromEntries(names.map((name) => [name, 'x'])));
  const kept = names.filter((name) => ![...secrets, 'POSTGRES_PASSWORD'].includes(name));
  expect(Object.keys(given).toSorted()).toEqual(kept.toSorted());
});
