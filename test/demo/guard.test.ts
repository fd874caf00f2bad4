import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Guard } from '../../demo/serve/guard.ts';

const host = '127.0.0.1:4000';
let app: FastifyInstance;
let guard: Guard;

beforeAll(async () => {
  app = fastify();
  guard = new Guard();
  guard.attach(app);
  app.get('/', async () => 'the page');
  app.get('/api/events', async () => 'events');
  app.post('/api/actions', async () => 'done');
  guard.listensOn(host);
  await app.ready();
});

afterAll(() => app.close());

/** The cookie that the printed address gives. */
async function cookie(): Promise<string> {
  const { pathname, search } = new URL(guard.url);
  const answer = await app.inject({ url: `${pathname}${search}`, headers: { host } });
  expect(answer.statusCode).toBe(303);
  expect(answer.headers.location).toBe('/');
  expect(answer.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Strict/);
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

type Method = 'GET' | 'POST';

const ask = async (method: Method, url: string, headers: Record<string, string>) =>
  (await app.inject({ method, url, headers })).statusCode;

describe('the page’s guard', () => {
  it('lets in whoever has the printed address, and keeps them', async () => {
    const headers = { host, cookie: await cookie() };
    expect(await ask('GET', '/', headers)).toBe(200);
    expect(await ask('GET', '/api/events', { ...headers, 'sec-fetch-site': 'same-origin' })).toBe(200);
    const own = { ...headers, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    expect(await ask('POST', '/api/actions', own)).toBe(200);
  });

  it.each([
    ['without the key', { host }],
    ['with a wrong key', { host, cookie: 'kith-demo-4000=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
  ])('refuses everything %s', async (_, headers) => {
    expect(await ask('GET', '/', headers)).toBe(403);
    expect(await ask('GET', '/api/events', headers)).toBe(403);
    expect(await ask('POST', '/api/actions', headers)).toBe(403);
    expect(await ask('GET', '/?key=guess', headers)).toBe(403);
  });

  it('refuses other websites, even in a browser that has the cookie', async () => {
    const headers = { host, cookie: await cookie() };
    expect(await ask('POST', '/api/actions', { ...headers, origin: 'https://evil.example' })).toBe(403);
    expect(await ask('POST', '/api/actions', { ...headers, origin: 'null' })).toBe(403);
    expect(await ask('GET', '/api/events', { ...headers, 'sec-fetch-site': 'cross-site' })).toBe(403);
    // Another port of this machine is another origin, though the same site.
    expect(await ask('GET', '/api/events', { ...headers, 'sec-fetch-site': 'same-site' })).toBe(403);
  });

  it('refuses names that were made to resolve to this machine', async () => {
    const headers = { cookie: await cookie() };
    expect(await ask('GET', '/', { ...headers, host: 'evil.example:4000' })).toBe(403);
    expect(await ask('GET', '/', { ...headers, host: 'localhost:4000' })).toBe(403);
  });
});
