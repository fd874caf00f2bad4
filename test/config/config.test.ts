import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, environmentSchema, parseConfig } from '../../src/config/config.ts';

const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');

function failure(environment: Record<string, string>): string {
  try {
    parseConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message;
    }
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('the configuration', () => {
  it('needs nothing but a token', () => {
    const config = parseConfig({ DISCORD_TOKEN: 'secret', DATABASE_URL: '  ' });
    expect(config).toMatchObject({ discordToken: 'secret', engine: 'auto', logLevel: 'info' });
    expect(config).not.toHaveProperty('databaseUrl');
    expect(config.attachmentOrigins).toEqual(['https://cdn.discordapp.com', 'https://media.discordapp.net']);
  });

  it('answers about its state on loopback, unless told otherwise', () => {
    expect(parseConfig({ DISCORD_TOKEN: 'secret' }).http).toEqual({ host: '127.0.0.1', port: 9464 });
    expect(parseConfig({ DISCORD_TOKEN: 'secret', KITH_HTTP_PORT: '0' })).not.toHaveProperty('http');
  });

  it('is read, or refused without a value, whatever it holds', () => {
    const variables = Object.keys(environmentSchema.shape);
    const value = fc.oneof(
      // Long enough not to be in a sentence by chance.
      fc.string({ minLength: 12 }),
      fc.constantFrom('0', '-1', '1e9', 'NaN', '0x10', 'https://', 'postgres://', ',,,,', 'null', ' '),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...variables), value), (environment) => {
        try {
          parseConfig(environment);
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          for (const given of Object.values(environment)) {
            if (given.trim().length >= 12) expect(error.message).not.toContain(given);
          }
        }
      }),
    );
  });

  it('says where to get a token, what to tick, and that the demo needs none', () => {
    const message = failure({});
    expect(message).toContain('https://discord.com/developers/applications');
    expect(message).toContain('Message Content Intent');
    expect(message).toContain('open the link that it prints');
    expect(message).toContain('npm run demo');
  });

  it('names every wrong variable at once and no value', () => {
    const message = failure({
      DISCORD_TOKEN: 'hunter2-token',
      DATABASE_URL: 'mysql://root:hunter2@example.org/db',
      KITH_MASTER_KEY: 'hunter2-key',
      KITH_EARLIER_MASTER_KEYS: 'hunter2-key,hunter2-key',
      KITH_ROLE: 'hunter2-role',
      KITH_SHARDS: 'hunter2-shards',
      KITH_LOG_LEVEL: 'hunter2-level',
      KITH_VISION_WORKERS: 'hunter2-many',
      KITH_MAX_IMAGE_MB: '0',
      KITH_SEARCHES_PER_MINUTE: 'hunter2-often',
      KITH_ENGINE: 'hunter2-engine',
      KITH_HTTP_HOST: 'hunter2-host',
      KITH_HTTP_PORT: 'hunter2-port',
      KITH_DISCORD_API: 'hunter2-api',
      KITH_ATTACHMENT_ORIGINS: 'https://ok.example,http://hunter2.example/path',
    });
    for (const variable of Object.keys(environmentSchema.shape)) {
      if (!['DISCORD_TOKEN', 'KITH_DATA_DIR'].includes(variable)) {
        expect(message).toContain(`${variable} must`);
      }
    }
    expect(message).not.toContain('hunter2');
  });

  it('names wrong variables beside a missing token', () => {
    const message = failure({ KITH_ENGINE: 'x' });
    expect(message).toContain('DISCORD_TOKEN');
    expect(message).toContain('KITH_ENGINE must be one of auto, native, face-api');
  });

  it('takes a range of shards', () => {
    const shards = (text: string) =>
      parseConfig({ DISCORD_TOKEN: 'x', DATABASE_URL: 'postgresql://db/kith', KITH_SHARDS: text }).shards;
    expect(shards('2-4/8')).toEqual({ ids: [2, 3, 4], count: 8 });
    expect(shards('7/8')).toEqual({ ids: [7], count: 8 });
  });

  it.each([
    ['3', 'of the form 0-3/8'],
    ['0-3/0', 'a number of shards from 1'],
    ['3-1/8', 'the lower shard first'],
    ['6-8/8', 'shards that there are: of 8 the first is 0 and the last 7'],
  ])('says what is wrong with the shards %s', (text, reason) => {
    expect(failure({ DISCORD_TOKEN: 'x', KITH_SHARDS: text })).toContain(`KITH_SHARDS must`);
    expect(failure({ DISCORD_TOKEN: 'x', KITH_SHARDS: text })).toContain(reason);
  });

  it('has several processes share a database, and workers have no shards', () => {
    const token = { DISCORD_TOKEN: 'x' };
    expect(failure({ ...token, KITH_ROLE: 'bot' })).toMatch(/KITH_ROLE must not be set without DATABASE_URL/);
    expect(failure({ ...token, KITH_SHARDS: '0/2' })).toMatch(/KITH_SHARDS must not .* needs every shard/);
    expect(parseConfig({ ...token, KITH_SHARDS: '0-1/2' }).shards?.count).toBe(2);
    const shared = { ...token, DATABASE_URL: 'postgresql://db/kith' };
    expect(failure({ ...shared, KITH_ROLE: 'worker', KITH_SHARDS: '0/1' })).toMatch(/for a worker/);
    expect(parseConfig({ ...shared, KITH_ROLE: 'worker' }).role).toBe('worker');
  });

  it('has every variable in .env.example, and no other is there', () => {
    const documented = [...example.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
    expect(documented.toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted());
  });
});
