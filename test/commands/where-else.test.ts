import { describe, expect, it } from 'vitest';
import { whoisReply } from '../../src/commands/whois/reply.ts';
import { whereElseComponents } from '../../src/commands/whois/where-else.ts';
import { SearchResults } from '../../src/services/identification/search-results.ts';
import type { WhereElseRequest } from '../../src/services/identification/where-else.ts';
import { textsFor } from '../../src/texts/texts.ts';

const box = { x: 0, y: 0, width: 9, height: 9 };
const ann = { personId: '5', displayName: 'Ann', memberId: '50' };
const texts = textsFor('en-GB');

/** What the components of an answer are told to lead to, for faces that are known or not. */
function offered(known: readonly boolean[], values: { token?: null; whereElse?: boolean } = {}): unknown[] {
  const faces = known.map((isKnown, index) => ({
    ...{ number: index + 1, box, band: isKnown ? ('likely' as const) : ('unknown' as const) },
    person: isKnown ? ann : null,
  }));
  const answer = { faces, people: [], marked: new Uint8Array(), token: 'token', whereElse: true, ...values };
  const { components } = whoisReply(answer, { id: '9', isModerator: false }, texts);
  const ids = JSON.stringify(components).matchAll(
    /"custom_id":"whois:where-else:([^"]*)"(?:.*?"options":(\[.*?\]))?/g,
  );
  return [...ids].map(([, argument, options]) =>
    options === undefined
      ? argument
      : [argument, JSON.parse(options).map(({ value }: { value: string }) => value)],
  );
}

describe('an answer offers other pictures', () => {
  it('with the one unknown face by a button, with several by a menu, and with nobody who has a name', () => {
    expect(offered([false])).toEqual(['token.1.1']);
    expect(offered([true, false])).toEqual(['token.2.1']);
    expect(offered([false, true, false])).toEqual([['token', ['1', '3']]]);
    expect(offered([true, true])).toEqual([]);
  });

  it('neither where strangers are not kept, nor to everyone in the channel', () => {
    expect(offered([false, false], { whereElse: false })).toEqual([]);
    expect(offered([false, false], { token: null })).toEqual([]);
  });
});

describe('the button', () => {
  let now = 0;
  const results = new SearchResults(() => now);
  const requests: WhereElseRequest[] = [];
  const whereElse = {
    find: async (request: WhereElseRequest) => {
      requests.push(request);
      return { pictures: [], total: 0, page: 1 };
    },
  };
  const token = results.remember('3', {
    ...{ guildId: '1', photo: { url: 'https://cdn.example/a' }, sha256: new Uint8Array(32) },
    faces: [{ number: 1, box, person: null }],
  });
  const press = async (argument: string, { actorId = '3', guildId = '1', values = [] as string[] } = {}) => {
    const invocation = {
      ...{ argument, values, guildId, channelId: '2', locale: 'en-GB' },
      actor: { id: actorId },
      editReply: async () => {},
    };
    await whereElseComponents['where-else'].run(invocation as never, { results, whereElse } as never);
    return requests.at(-1);
  };

  it('is for those who may search, counts as a search, and answers nobody else', () => {
    expect(whereElseComponents).toMatchObject({
      'where-else': { who: 'searchers', limit: 'search', reply: 'private' },
      'where-else-page': { who: 'searchers', limit: 'search', reply: 'update' },
    });
  });

  it('asks for the face and the page that it names, or for the face that was picked', async () => {
    const asker = { channelId: '2', memberId: '3' };
    expect(await press(`${token}.2.3`)).toMatchObject({ asker, faceNumber: 2, page: 3, size: 10 });
    expect(await press(token, { values: ['4'] })).toMatchObject({ asker, faceNumber: 4, page: 1 });
    expect(await press(`${token}.x.y`)).toMatchObject({ faceNumber: Number.NaN, page: 1 });
  });

  it('refuses everyone but the asker, other servers, and everyone after 15 minutes', async () => {
    await expect(press(`${token}.1.1`, { actorId: '4' })).rejects.toMatchObject({ code: 'not-your-button' });
    await expect(press(`${token}.1.1`, { guildId: '9' })).rejects.toMatchObject({ code: 'choice-expired' });
    now = 15 * 60_000;
    await expect(press(`${token}.1.1`)).rejects.toMatchObject({ code: 'choice-expired' });
  });
});
