import { describe, expect, it } from 'vitest';
import { whoIsThis } from '../../src/commands/who-is-this/handler.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { allowancesFor, RateLimits } from '../../src/services/rate-limit/rate-limits.ts';

/** Uses the command on a message of so many pictures, in none of which there is a face. */
async function use(pictures: number, searchesPerMinute: number) {
  const rateLimits = new RateLimits(allowancesFor(searchesPerMinute));
  const replies: string[] = [];
  let searched = 0;
  const send = async (message: object) => {
    replies.push(JSON.stringify(message));
  };
  const invocation = {
    ...{ guildId: '1', channelId: '2', locale: 'en-GB', guildLocale: 'en-GB' },
    actor: { id: '3', displayName: 'Ann', permissions: 0n, roleIds: [] },
    target: { id: '4', images: Array.from({ length: pictures }, () => ({ url: 'https://cdn.example/a' })) },
    ...{ editReply: send, followUp: send },
  };
  const identify = async () => {
    searched += 1;
    throw new UserError('no-face', {});
  };
  // As the router does when the command comes in.
  rateLimits.take('search', '3', '1');
  await whoIsThis.handler.run(invocation as never, { identifier: { identify }, rateLimits } as never);
  return { searched, replies };
}

describe('Who is this? on a message of several pictures', () => {
  it('counts each as a search, and says which was one too many', async () => {
    const { searched, replies } = await use(5, 3);
    expect(searched).toBe(3);
    expect(replies).toHaveLength(4);
    expect(replies.at(-1)).toMatch(/Picture 4 of 5.*a lot in a short time/s);
  });

  it('looks at ten, and says that it does', async () => {
    const { searched, replies } = await use(12, 20);
    expect(searched).toBe(10);
    expect(replies.at(-1)).toContain('no more than the first 10 pictures');
  });
});
