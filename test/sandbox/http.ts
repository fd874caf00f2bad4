import sharp from 'sharp';
import type { Sandbox } from '../../sandbox/index.ts';

/** For polling what will surely come: a busy machine may take its time. */
export const patient = { timeout: 30_000 };

/** A small JPEG of one colour. */
export function jpeg(width = 24, height = 16): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#7788aa' } })
    .jpeg()
    .toBuffer();
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every kind are looked into
  readonly body: any;
}

/** Plain HTTP requests to REST, as a bot. */
export function restOf(discord: Sandbox, token: string | null) {
  return async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const form = body instanceof FormData;
    const response = await fetch(`${discord.restUrl}/v10${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bot ${token}` }),
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };
}

/** A multipart body with files, as bots upload them. */
export function form(
  payload: object,
  ...files: readonly (readonly [name: string, bytes: Uint8Array])[]
): FormData {
  const body = new FormData();
  body.set('payload_json', JSON.stringify(payload));
  for (const [index, [name, bytes]] of files.entries()) {
    body.set(`files[${index}]`, new Blob([new Uint8Array(bytes)]), name);
  }
  return body;
}
