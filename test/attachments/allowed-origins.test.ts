import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkUrl, DISCORD_CDN_ORIGINS, parseOrigins } from '../../src/attachments/allowed-origins.ts';

describe('parseOrigins', () => {
  test('takes https origins, public literals, and literal loopback addresses over http too', () => {
    const origins = ['http://127.0.0.1:8080', 'http://[::1]:8080', 'https://1.1.1.1', ...DISCORD_CDN_ORIGINS];
    expect([...parseOrigins(origins)]).toEqual(origins);
  });

  test.each([
    'cdn.discordapp.com',
    'https://cdn.discordapp.com/attachments',
    'https://cdn.discordapp.com/?a=1',
    'https://someone@cdn.discordapp.com',
    'http://cdn.discordapp.com',
    'ftp://cdn.discordapp.com',
    'file:///etc/passwd',
    'data:,x',
    'http://localhost:8080',
    'https://10.0.0.1',
    'https://169.254.169.254',
    'https://[fe80::1]',
    'https://[::ffff:127.0.0.1]',
    '',
  ])('refuses %j', (origin) => {
    expect(() => parseOrigins([origin])).toThrow(/^not /);
  });
});

describe('checkUrl', () => {
  const origins = parseOrigins([...DISCORD_CDN_ORIGINS, 'http://127.0.0.1:8080']);

  test.each([
    'https://cdn.discordapp.com/attachments/1/2/photo.jpg?ex=1&is=2&hm=3',
    'https://CDN.discordapp.com:443/a',
    'https://media.discordapp.net/a',
    'http://127.0.0.1:8080/a',
  ])('allows %j', (url) => {
    expect(checkUrl(url, origins)).toBeInstanceOf(URL);
  });

  test.each([
    ['http://cdn.discordapp.com/secret', 'origin not allowed: http://cdn.discordapp.com'],
    ['https://cdn.discordapp.com:8443/secret', 'origin not allowed: https://cdn.discordapp.com:8443'],
    ['https://cdn.discordapp.com.example/secret', 'origin not allowed: https://cdn.discordapp.com.example'],
    ['https://cdn.discordapp.com./secret', 'origin not allowed: https://cdn.discordapp.com.'],
    ['https://example.com/secret#https://cdn.discordapp.com', 'origin not allowed: https://example.com'],
    ['http://127.0.0.1:8081/secret', 'origin not allowed: http://127.0.0.1:8081'],
    ['http://127.0.0.2:8080/secret', 'origin not allowed: http://127.0.0.2:8080'],
    ['https://user@cdn.discordapp.com/secret', 'credentials in the URL'],
    ['https://:pass@cdn.discordapp.com/secret', 'credentials in the URL'],
    ['https://cdn.discordapp.com@example.com/secret', 'credentials in the URL'],
    ['blob:https://cdn.discordapp.com/secret', 'scheme not allowed: blob:'],
    ['data:image/png;base64,secret', 'scheme not allowed: data:'],
    ['file:///secret', 'scheme not allowed: file:'],
    ['javascript:secret', 'scheme not allowed: javascript:'],
    ['//cdn.discordapp.com/secret', 'not a URL'],
    ['', 'not a URL'],
  ])('refuses %j', (url, refused) => {
    expect(checkUrl(url, origins)).toEqual({ refused });
  });
});

test('whatever is taken for a URL is one of an allowed origin, over http or https', () => {
  const origins = parseOrigins(DISCORD_CDN_ORIGINS);
  const tricky = fc
    .array(
      fc.constantFrom(
        ...[
          'https://',
          'http:',
          '//',
          '\\\\',
          '@',
          ':443',
          '#',
          '?',
          '/',
          '.',
          '%2f',
          'user:',
          '\t',
          'blob:',
        ],
        ...['cdn.discordapp.com', 'CDN.DISCORDAPP.COM', 'evil.example', '127.0.0.1', '[::1]'],
      ),
      { maxLength: 7 },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(tricky, fc.webUrl(), fc.string()), (text) => {
      const checked = checkUrl(text, origins);
      if ('refused' in checked) return;
      expect(DISCORD_CDN_ORIGINS).toContain(checked.origin);
      expect([checked.username, checked.password, checked.protocol]).toEqual(['', '', 'https:']);
    }),
    { numRuns: 1_000 },
  );
});
