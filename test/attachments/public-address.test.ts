import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  createPublicLookup,
  isLoopbackAddress,
  isPublicAddress,
} from '../../src/attachments/public-address.ts';

const REFUSED = [
  '0.0.0.0',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::ffff:0:8.8.8.8',
  '64:ff9b::10.0.0.1',
  '64:ff9b::808:808',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  '3fff::1',
  '5f00::1',
  'fc00::1',
  'fdff::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '',
  'localhost',
  '127.1',
  '0x7f000001',
];

const PUBLIC = [
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '162.159.135.233',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2606:4700::6810:85e5',
  '2a00:1450:4001:80b::200e',
];

describe('isPublicAddress', () => {
  test.each(REFUSED)('%j is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(PUBLIC)('%j is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

test('loopback is 127.0.0.0/8 and ::1, and no name', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1'].every(isLoopbackAddress)).toBe(true);
  expect(
    ['127.0.0.1.example.com', 'localhost', '::ffff:127.0.0.1', '10.0.0.1', ''].some(isLoopbackAddress),
  ).toBe(false);
});

describe('createPublicLookup', () => {
  /** All of the addresses, to whoever asks for all. */
  const answering =
    (...addresses: LookupAddress[]): LookupFunction =>
    (_hostname, { all }, callback) =>
      all ? callback(null, addresses) : callback(null, secret.address, secret.family);

  const ask = (resolve: LookupFunction, all: boolean) =>
    new Promise<unknown>((done) => {
      createPublicLookup(resolve)('pictures.example', { all }, (error, address, family) =>
        done(error ?? (all ? address : { address, family })),
      );
    });

  const secret = { address: '10.0.0.1', family: 4 };
  const mapped = { address: '::ffff:127.0.0.1', family: 6 };
  const first = { address: '162.159.135.233', family: 4 };
  const second = { address: '2606:4700::1', family: 6 };

  test('passes on the public addresses only', async () => {
    expect(await ask(answering(secret, first, mapped, second), true)).toEqual([first, second]);
    expect(await ask(answering(secret, first, mapped, second), false)).toEqual(first);
  });

  test.each([true, false])('is an error when none is left (all: %s)', async (all) => {
    expect(await ask(answering(secret, mapped), all)).toMatchObject({ code: 'KITH_ADDRESS_REFUSED' });
    expect(await ask(answering(), all)).toMatchObject({ code: 'KITH_ADDRESS_REFUSED' });
  });

  test('passes on the error of the resolver', async () => {
    const error = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    expect(await ask((_hostname, _options, callback) => callback(error, []), true)).toBe(error);
  });
});
