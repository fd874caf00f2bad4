import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Person, UploadedFile } from '../../sandbox/index.ts';
import { Inspector } from '../inspect/inspector.ts';
import { type PhotoName, photo, photoNames } from '../photos.ts';
import type { Outcome, StreamEvent } from '../protocol.ts';
import { type Scene, setScene } from '../scene.ts';
import type { DemoWorld } from '../world.ts';
import { type Action, actionSchema } from './action.ts';
import { Actor } from './actor.ts';
import { bundlePage, document } from './bundle.ts';
import { Guard } from './guard.ts';
import { Guide } from './guide.ts';
import { Stream } from './stream.ts';
import { titleOf } from './title.ts';
import { viewOf } from './view.ts';

/** What the bot itself refuses as too large shall still arrive. */
const maximumFileBytes = 64 * 2 ** 20;

export interface Page {
  /** Lets in whoever opens it. */
  readonly url: string;
  readonly scene: Scene;
  stop(): Promise<void>;
}

/** Sets the scene and serves the page on a free port of 127.0.0.1. */
export async function startPage(world: DemoWorld): Promise<Page> {
  const [bundle, scene] = await Promise.all([bundlePage(), setScene(world)]);
  const streams = new Set<Stream>();
  const tellAll = (event: StreamEvent) => {
    for (const stream of streams) stream.tell(event);
  };
  const inspector = await Inspector.start({
    databaseUrl: world.databaseUrl,
    origin: world.discord.cdnOrigin,
    told: (trace) => {
      tellAll({ type: 'trace', trace });
      void guide.look().then((isFurther) => {
        if (isFurther) tellAll({ type: 'guide', guide: guide.steps });
      });
    },
  });
  const guide = new Guide(inspector.reader, scene, world.bot.directMessages(scene.ann).id);
  const actor = new Actor(scene, world.bot);
  const guard = new Guard();
  const app = fastify({ forceCloseConnections: true });
  await app.register(multipart, { limits: { fileSize: maximumFileBytes, fieldSize: 2 ** 20 } });
  guard.attach(app);
  addHeaders(app, world.discord.cdnOrigin);

  app.get('/', async (_, reply) => reply.type('text/html').send(document));
  app.get('/page.js', async (_, reply) => reply.type('text/javascript').send(bundle.script));
  app.get('/page.css', async (_, reply) => reply.type('text/css').send(bundle.style));
  app.get<{ Params: { file: string } }>('/samples/:file', async ({ params }, reply) => {
    const name = photoNames.find((one) => `${one}.jpg` === params.file);
    return name === undefined
      ? reply.callNotFound()
      : reply
          .type('image/jpeg')
          .header('cache-control', 'max-age=3600')
          .send(await bytesOf(name));
  });

  app.get<{ Querystring: { as?: string } }>('/api/events', async ({ query }, reply) => {
    const person = personOf(scene, query.as);
    const view = viewOf(world, scene, person, { guide: guide.steps, traces: inspector.traces });
    const stream = new Stream(world, person, reply);
    streams.add(stream);
    await stream.open({ type: 'view', view });
    streams.delete(stream);
  });
  app.post<{ Querystring: { as?: string } }>('/api/actions', async (request): Promise<Outcome> => {
    const person = personOf(scene, request.query.as);
    const { action, files } = await readAction(request);
    if (action.kind === 'suggest' || action.kind === 'delete') {
      return await actor.act(person, action, files);
    }
    const recording = await inspector.begin({ title: titleOf(action), by: person.name });
    const outcome = await actor.act(person, action, files);
    inspector.answered(recording);
    return outcome;
  });
  app.get<{ Params: { id: string; index: string } }>(
    '/api/traces/:id/photos/:index',
    async ({ params }, reply) => {
      const looked = inspector.photo(Number(params.id), Number(params.index));
      return looked === undefined
        ? reply.callNotFound()
        : reply.type(`image/${looked.analysis.picture.format}`).send(Buffer.from(looked.bytes));
    },
  );
  app.get<{ Params: { id: string } }>('/api/traces/:id/distances', async ({ params }, reply) =>
    reply.send(JSON.stringify(await inspector.distances(Number(params.id)))),
  );
  app.get<{ Params: { id: string }; Querystring: { statement?: string } }>(
    '/api/traces/:id/plan',
    async ({ params, query }, reply) => {
      const plan = await inspector.plan(Number(params.id), query.statement ?? '');
      return plan === null ? reply.callNotFound() : reply.type('text/plain').send(plan);
    },
  );

  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  guard.listensOn(new URL(address).host);
  return {
    url: guard.url,
    scene,
    async stop() {
      for (const stream of streams) stream.end();
      await app.close();
      await inspector.stop();
    },
  };
}

async function bytesOf(name: PhotoName): Promise<Buffer> {
  return Buffer.from((await photo(name)).bytes);
}

/** Whom a page acts as; at first, or with an id that is unknown, the first of the scene. */
function personOf({ personas }: Scene, id: string | undefined): Person {
  const [first] = personas;
  if (first === undefined) {
    throw new RangeError('the scene has nobody to act as');
  }
  return (personas.find(({ person }) => person.id === id) ?? first).person;
}

async function readAction(
  request: FastifyRequest,
): Promise<{ action: Action; files: Map<string, UploadedFile> }> {
  const files = new Map<string, UploadedFile>();
  let action: unknown;
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      files.set(part.fieldname, { name: part.filename, bytes: await part.toBuffer() });
    } else if (part.fieldname === 'action') {
      action = JSON.parse(String(part.value));
    }
  }
  return { action: actionSchema.parse(action), files };
}

/** Nothing is loaded from elsewhere but the pictures of the stand-in for Discord, and nothing may frame the page. */
function addHeaders(app: FastifyInstance, cdnOrigin: string): void {
  const policy = [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `connect-src 'self'`,
    `img-src 'self' blob: data: ${cdnOrigin}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
  app.addHook('onSend', async (_, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
  });
}
