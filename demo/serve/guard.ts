import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Lets in only whoever has the address that was printed, from a page of this very server. Without it any website
 * that is open in the same browser could drive the demo: by a form or a fetch, or by a name of its own that
 * resolves to this machine.
 */
export class Guard {
  readonly #key = randomBytes(24).toString('base64url');
  #host = '';

  /** @param host where the server listens, such as `127.0.0.1:4000`. */
  listensOn(host: string): void {
    this.#host = host;
  }

  /** The address that lets in. */
  get url(): string {
    return `http://${this.#host}/?key=${this.#key}`;
  }

  attach(app: FastifyInstance): void {
    app.addHook('onRequest', async (request, reply) => {
      if (request.headers.host !== this.#host || !this.#isOwnPage(request)) {
        await reply.code(403).type('text/plain').send('Open the address that the demo printed.');
        return;
      }
      const given = (request.query as Record<string, unknown>).key;
      if (request.routeOptions.url === '/' && typeof given === 'string' && this.#isKey(given)) {
        // The address bar then holds no key that could be read over a shoulder or copied along.
        await reply
          .header('set-cookie', `${this.#cookie}=${this.#key}; HttpOnly; SameSite=Strict; Path=/`)
          .redirect('/', 303);
        return;
      }
      if (!this.#isKey(this.#cookieOf(request))) {
        await reply.code(403).type('text/plain').send('Open the address that the demo printed.');
      }
    });
  }

  /** Cookies do not tell ports apart, names do: two demos may run at once. */
  get #cookie(): string {
    return `kith-demo-${this.#host.split(':')[1]}`;
  }

  /** Browsers say where a request comes from. Opening the page itself comes from nowhere, or from anywhere. */
  #isOwnPage({ headers, method, routeOptions }: FastifyRequest): boolean {
    const { origin, 'sec-fetch-site': site } = headers;
    const isOpening = method === 'GET' && routeOptions.url === '/';
    return (
      (origin === undefined || origin === `http://${this.#host}`) &&
      (isOpening || site === undefined || site === 'same-origin')
    );
  }

  #cookieOf({ headers }: FastifyRequest): string {
    const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
    return pairs.find(([name]) => name === this.#cookie)?.[1] ?? '';
  }

  #isKey(given: string): boolean {
    const [mine, theirs] = [Buffer.from(this.#key), Buffer.from(given)];
    return mine.length === theirs.length && timingSafeEqual(mine, theirs);
  }
}
