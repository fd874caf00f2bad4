import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/log/logger.ts';

function capture(): { log: ReturnType<typeof createLogger>; lines: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { log: createLogger('trace', stream), lines: () => chunks.join('') };
}

describe('the log', () => {
  it('does not hold what must not be logged, even when it is passed', () => {
    const { log, lines } = capture();
    log.info({ token: 'hush', person: { displayName: 'hush' }, picture: { source: { url: 'hush' } } }, 'x');
    log.warn({ descriptor: ['hush'], values: ['hush'] }, 'y');
    expect(lines()).not.toContain('hush');
    expect(lines()).toContain('[redacted]');
  });

  it('keeps the stack and causes of an error, without its private fields, tokens and signatures', () => {
    const { log, lines } = capture();
    const cause = new Error('GET https://cdn.discordapp.com/attachments/1/2/a.png?ex=hush&hm=hush failed');
    const error = Object.assign(
      new Error('POST /webhooks/123/hush.token/messages/@original and postgres://kith:hush@db/kith', {
        cause,
      }),
      { code: '23505', detail: 'Key (name)=(hush)', requestBody: { json: 'hush' } },
    );
    log.error({ err: error }, 'z');
    expect(lines()).not.toContain('hush');
    expect(lines()).toMatch(/23505/);
    expect(lines()).toMatch(/logger\.test\.ts/);
    expect(lines()).toMatch(/attachments\/1\/2\/a\.png\?\[query\]/);
  });
});
