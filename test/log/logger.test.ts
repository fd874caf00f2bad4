import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LogFields, logFields } from '../../src/log/fields.ts';
import { createLogger } from '../../src/log/logger.ts';

function capture() {
  const lines: string[] = [];
  const log = createLogger('trace', { write: (line: string) => void lines.push(line) });
  return { log, text: () => lines.join('') };
}

/** Of the shape of the real ones, in pieces so that no scanner takes them for real. */
const secrets = {
  botToken: ['MTIzNDU2Nzg5MDEyMzQ1Njc4', 'GAbCdE', 'x1Y2z3-A4b5C6_d7E8f9G0h1I2j3K4l5M6n7O8'].join('.'),
  interactionToken: `aW50ZXJhY3Rpb246${'Ab1Cd2Ef3G'.repeat(12)}`,
  masterKey: `${'kJ8/x+Pq2Rt'.repeat(4).slice(0, 43)}=`,
  databaseUrl: 'postgresql://kith:hunter2@db.example:5432/kith',
  signedUrl:
    'https://cdn.discordapp.com/attachments/1/2/a.png?ex=66aa00ff&is=6699af7f&hm=0123456789abcdef0123456789abcdef',
  webhook: '/webhooks/123456789012345678/Short-token.x/messages/@original',
  descriptor: Array.from({ length: 128 }, (_, index) => Math.sin(index)).join(', '),
  cube: `(${Array.from({ length: 64 }, (_, index) => index / -100).join(',')})`,
  bytes: '<Buffer ff d8 ff e0 00 10 4a 46 49 46>',
};
const parts = [
  ...[
    'GAbCdE',
    'x1Y2z3',
    'Ab1Cd2',
    'kJ8/x+',
    'hunter2',
    'ex=66',
    'hm=01',
    'Short-token',
    '0.9092974',
    '-0.31',
  ],
  'ff d8',
];

function expectNoSecret(text: string): void {
  for (const part of parts) expect(text).not.toContain(part);
}

describe('the log', () => {
  it.each(Object.entries(secrets))('holds no %s, be it in the message, a field or an error', (_, secret) => {
    const { log, text } = capture();
    const error = Object.assign(new Error(`it failed: ${secret}, as said`, { cause: new Error(secret) }), {
      detail: secret,
      requestBody: { json: secret },
    });
    log.info(`it was ${secret} there`);
    log.info({ reason: `because of ${secret}` }, 'x');
    log.error({ err: error, told: error, migrations: [secret] }, `it was ${secret}`);
    expectNoSecret(text());
    expect(text().trim().split('\n')).toHaveLength(3);
  });

  it('holds no field but those named, whatever their value', () => {
    const value = fc.oneof(fc.string(), fc.constantFrom(...Object.values(secrets)), fc.jsonValue());
    const fields = fc.dictionary(fc.string(), value);
    fc.assert(
      fc.property(fields, (given) => {
        const { log, text } = capture();
        log.info(given as LogFields, 'x');
        const line = JSON.parse(text());
        for (const [name, content] of Object.entries(line)) {
          if (!(name in logFields) && !['level', 'time', 'msg'].includes(name))
            expect(content).toBe('[redacted]');
        }
        expectNoSecret(text());
      }),
      { numRuns: 300 },
    );
  });

  it('takes a value of another kind than the field has for a mistake', () => {
    const { log, text } = capture();
    const wrong = { guild: { name: 'Ann' }, count: 'Ann', migrations: [['Ann']], changed: 'Ann', err: 'Ann' };
    log.info(wrong as unknown as LogFields, 'x');
    expect(text()).not.toContain('Ann');
    expect(text()).toContain('[redacted]');
  });

  it('does not take an error for fields, nor an object for a message', () => {
    const { log, text } = capture();
    log.error(new Error(secrets.signedUrl) as never, undefined as never);
    log.error(Object.assign(() => {}, { displayName: 'Ann' }) as never);
    expectNoSecret(text());
    expect(text()).not.toContain('Ann"');
  });

  it('keeps what finds a fault: code, stack, causes, ids, paths and counts', () => {
    const { log, text } = capture();
    const cause = new Error(`GET ${secrets.signedUrl} failed`);
    const error = Object.assign(new Error('duplicate key', { cause }), { code: '23505' });
    log.error({ err: error, guild: '123456789012345678', file: '/var/lib/kith/master-key', count: 3 }, 'z');
    const line = JSON.parse(text());
    expect(line).toMatchObject({ guild: '123456789012345678', file: '/var/lib/kith/master-key', count: 3 });
    expect(line.err).toMatchObject({ type: 'Error', code: '23505', message: 'duplicate key' });
    expect(line.err.stack).toMatch(/logger\.test\.ts:\d+/);
    expect(line.err.cause.message).toBe(
      'GET https://cdn.discordapp.com/attachments/1/2/a.png?[query] failed',
    );
  });
});
