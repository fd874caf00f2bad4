import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';

it('runs alone, says where, and stops when told to', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const said = new Map<string, string>();
  for await (const line of createInterface(child.stdout)) {
    const [, what = '', value = ''] = /^(.*) (\S+)$/.exec(line) ?? [];
    said.set(what, value);
    if (what === 'bot token') {
      const answer = await fetch(`${said.get('REST')}/v10/users/@me/guilds`, {
        headers: { authorization: `Bot ${value}` },
      });
      expect(await answer.json()).toMatchObject([{ name: 'Sandbox' }]);
      child.kill('SIGTERM');
    }
  }
  expect(await exit).toEqual([0, null]);
  expect(said.get('CDN')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
