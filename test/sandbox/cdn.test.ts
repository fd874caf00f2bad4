import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { picture, Sandbox } from '../../sandbox/index.ts';
import { jpeg, restOf } from './http.ts';

const gone = 'This content is no longer available.';
const hour = 3_600_000;

let discord: Sandbox;

beforeEach(async () => {
  discord = await Sandbox.start({ urlLifetimeMs: hour });
});

afterEach(async () => {
  await discord.stop();
});

async function posted() {
  const bot = discord.createApplication({ name: 'Kith', privileged: ['MessageContent'] });
  const guild = discord.createGuild({ name: 'Club', bots: [{ bot }] });
  const general = guild.createChannel({ name: 'general' });
  const bytes = await jpeg(200, 150);
  const post = await guild
    .addMember({ name: 'Ann' })
    .in(general)
    .post('', [picture('a.jpg', bytes)]);
  const url = new URL(post.message.attachments[0]?.url ?? '');
  return { bot, general, bytes, post, url, rest: restOf(discord, bot.token) };
}

async function get(url: URL | string) {
  const response = await fetch(url, { redirect: 'manual' });
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

describe('a file', () => {
  it('comes with its type and length', async () => {
    const { url, bytes, general, post } = await posted();
    expect(url.pathname).toBe(`/attachments/${general.id}/${post.message.attachments[0]?.id}/a.jpg`);
    expect([...url.searchParams.keys()]).toEqual(['ex', 'is', 'hm']);
    const answer = await get(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(answer.headers.get('content-length')).toBe(String(bytes.byteLength));
    expect(answer.bytes.equals(bytes)).toBe(true);
  });

  it('is not given out without a signature that fits and lives', async () => {
    const { url } = await posted();
    const spoilt = (change: (copy: URL) => void) => {
      const copy = new URL(url);
      change(copy);
      return get(copy);
    };
    for (const answer of [
      await spoilt((copy) => copy.searchParams.delete('hm')),
      await spoilt((copy) => copy.searchParams.set('hm', '00'.repeat(32))),
      await spoilt((copy) => copy.searchParams.set('ex', 'ffffffff')),
      await spoilt((copy) => {
        copy.pathname = copy.pathname.replace('a.jpg', 'b.jpg');
      }),
      await spoilt((copy) => {
        copy.pathname = copy.pathname.replace('/attachments/', '/ephemeral-attachments/');
      }),
    ]) {
      expect([answer.status, answer.bytes.toString()]).toEqual([404, gone]);
    }
  });

  it('has a new address whenever its message is fetched, also after the old one expired', async () => {
    const { url, rest, general, post } = await posted();
    discord.clock.advance(hour + 1_000);
    expect((await get(url)).status).toBe(404);
    const { body } = await rest('GET', `/channels/${general.id}/messages/${post.id}`);
    expect((await get(body.attachments[0].url)).status).toBe(200);
    const refreshed = await rest('POST', '/attachments/refresh-urls', {
      attachment_urls: [url.href, 'https://cdn.discordapp.com/attachments/1/2/x.png'],
    });
    expect(refreshed.body.refreshed_urls).toEqual([
      { original: url.href, refreshed: expect.stringContaining('a.jpg?ex=') },
      { original: 'https://cdn.discordapp.com/attachments/1/2/x.png', refreshed: null },
    ]);
    expect((await get(refreshed.body.refreshed_urls[0].refreshed)).status).toBe(200);
  });

  it('goes with its message', async () => {
    const { url, general, post } = await posted();
    general.delete(post);
    expect((await get(url)).status).toBe(404);
  });
});

describe('faults', () => {
  it.each([403, 404, 503] as const)('answer %i', async (status) => {
    const { url } = await posted();
    discord.faults.cdn.inject('a.jpg', { kind: 'status', status });
    expect((await get(url)).status).toBe(status);
    expect((await get(url)).status).toBe(200);
  });

  it('send elsewhere', async () => {
    const { url } = await posted();
    discord.faults.cdn.inject(/attachments/, { kind: 'redirect', to: 'http://127.0.0.1:1/secret' });
    const answer = await get(url);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'http://127.0.0.1:1/secret']);
  });

  it('break off', async () => {
    const { url } = await posted();
    discord.faults.cdn.inject('a.jpg', { kind: 'truncate', bytes: 100 });
    await expect(get(url)).rejects.toThrow();
  });

  it('promise more or less than comes', async () => {
    const { url, bytes } = await posted();
    discord.faults.cdn.inject('a.jpg', { kind: 'content-length', bytes: bytes.byteLength + 10 });
    await expect(get(url)).rejects.toThrow();
    discord.faults.cdn.inject('a.jpg', { kind: 'content-length', bytes: 10 });
    expect((await get(url)).bytes.byteLength).toBe(10);
  });

  it('drip, stall and never end', async () => {
    const { url, bytes } = await posted();
    discord.faults.cdn.inject('a.jpg', { kind: 'drip', bytes: 100, everyMs: 5 });
    expect((await get(url)).bytes.equals(bytes)).toBe(true);
    discord.faults.cdn.inject('a.jpg', { kind: 'stall', ms: 60_000 });
    await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/);
    discord.faults.cdn.inject('a.jpg', { kind: 'endless' });
    const { body, headers } = await fetch(url);
    expect(headers.get('content-length')).toBeNull();
    let received = 0;
    for await (const chunk of body ?? []) {
      received += (chunk as Uint8Array).byteLength;
      if (received > 2_000_000) {
        break;
      }
    }
    expect(received).toBeGreaterThan(2_000_000);
  });

  it('give other bytes', async () => {
    const { url } = await posted();
    discord.faults.cdn.inject('a.jpg', { kind: 'body', bytes: Buffer.from('<html>') });
    expect((await get(url)).bytes.toString()).toBe('<html>');
  });
});
