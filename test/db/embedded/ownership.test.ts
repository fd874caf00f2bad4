import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { claimServer } from '../../../src/db/embedded/ownership.ts';
import { databaseOfFile } from '../database.ts';

const db = databaseOfFile();

it('what listens is told apart: nothing, another cluster’s server, and one with another password', async () => {
  const { port, password } = new URL(db.url);
  expect(await claimServer(1, password, '/x')).toEqual({ kind: 'away' });
  expect(await claimServer(Number(port), password, '/another/cluster')).toEqual({ kind: 'foreign' });
  expect(await claimServer(Number(port), 'a guess', '/x')).toEqual({ kind: 'refused' });
});

it('a server that does not know us is foreign', async () => {
  const fields = ['SFATAL', 'C3D000', 'Mdatabase "postgres" does not exist', ''].join('\0');
  const body = Buffer.from(`${fields}\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(Buffer.concat([head, body])));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await claimServer(port, 'x', '/x')).toEqual({ kind: 'foreign' });
  server.close();
});
