import dns from 'node:dns';
import { BlockList, isIPv4, isIPv6, type LookupFunction } from 'node:net';

/** IANA's IPv4 special-purpose registry, and multicast: nothing on the public internet lives there. */
const SPECIAL_IPV4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/**
 * IPv6 is judged the other way round: only global unicast (2000::/3) is public, which leaves out loopback, unique
 * local, link-local, multicast, IPv4-mapped and NAT64 at once. These are the special parts within it: protocol
 * assignments with Teredo, 6to4 (both carry an IPv4 address that could be private) and documentation.
 */
const SPECIAL_IPV6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

const special = new BlockList();
for (const [network, prefix] of SPECIAL_IPV4) special.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of SPECIAL_IPV6) special.addSubnet(network, prefix, 'ipv6');

/** Whether `address`, a literal IPv4 or IPv6 address, belongs to the public internet. Anything else is not. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  if (isIPv6(address)) return globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
  return false;
}

/** Whether `address` is a literal loopback address: 127.0.0.0/8 or ::1. */
export function isLoopbackAddress(address: string): boolean {
  return isIPv4(address) ? address.startsWith('127.') : address === '::1';
}

/**
 * A `lookup` for `net.connect` and `tls.connect` that answers public addresses only. The socket connects to one of
 * the very addresses that were checked, so a name that changes its answer between a check and a connection (DNS
 * rebinding) gains nothing. Fails with the code `KITH_ADDRESS_REFUSED` when no public address is left.
 */
export function createPublicLookup(resolve: LookupFunction = dns.lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, answer) => {
      if (error) return callback(error, []);
      const addresses = (Array.isArray(answer) ? answer : []).filter(({ address }) =>
        isPublicAddress(address),
      );
      const [first] = addresses;
      if (first === undefined) {
        const refused = new Error('the name has no public address');
        return callback(Object.assign(refused, { code: 'KITH_ADDRESS_REFUSED' }), []);
      }
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}
