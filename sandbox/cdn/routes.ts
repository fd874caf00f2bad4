import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CdnFault, FaultPlan } from '../faults/faults.ts';
import type { FileRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { filePath, isSigned } from './signing.ts';

type FilePath = { Params: { channelId: string; attachmentId: string; filename: string } };

const gone = 'This content is no longer available.';

/** The files of messages and of commands, under signed URLs that expire. */
export function addCdnRoutes(app: FastifyInstance, world: World, faults: FaultPlan<CdnFault>): void {
  app.addHook('onResponse', async (request, reply) => {
    world.log.write({ kind: 'cdn', path: request.url.split('?')[0] ?? '', status: reply.statusCode });
  });

  for (const folder of ['attachments', 'ephemeral-attachments']) {
    app.get<FilePath>(`/${folder}/:channelId/:attachmentId/:filename`, async (request, reply) => {
      const { attachmentId, filename } = request.params;
      const url = new URL(request.url, 'http://cdn');
      const file = world.files.get(attachmentId);
      const fault = faults.take(filename, url.pathname);
      if (fault !== null && (await suffer(fault, file, reply))) {
        return reply;
      }
      const there = file !== undefined && filePath(file) === url.pathname && !hasVanished(world, file);
      if (!there || !isSigned(world, url.pathname, url.searchParams)) {
        return reply.code(404).type('text/plain;charset=UTF-8').send(gone);
      }
      return describe(reply, file).send(Buffer.from(file.bytes));
    });
  }
}

function hasVanished(world: World, file: FileRecord): boolean {
  return file.ephemeral && world.clock.now() - file.createdAt > world.options.ephemeralFileLifetimeMs;
}

function describe(reply: FastifyReply, file: FileRecord): FastifyReply {
  return reply
    .type(file.contentType ?? 'application/octet-stream')
    .header('cache-control', 'public, max-age=31536000')
    .header('content-disposition', `attachment; filename="${file.filename}"`)
    .header('etag', `"${file.id}"`)
    .header('x-robots-tag', 'noindex, nofollow, noarchive, nocache, noimageindex, noodp');
}

/** @returns whether the request ends here. */
async function suffer(fault: CdnFault, file: FileRecord | undefined, reply: FastifyReply): Promise<boolean> {
  if (fault.kind === 'stall') {
    await sleep(fault.ms, undefined, { ref: false });
    return false;
  }
  if (fault.kind === 'status') {
    await reply
      .code(fault.status)
      .type('text/plain')
      .send(fault.status === 404 ? gone : String(fault.status));
    return true;
  }
  if (fault.kind === 'redirect') {
    await reply.redirect(fault.to, 302);
    return true;
  }
  if (file === undefined) {
    return false;
  }
  describe(reply, file);
  if (fault.kind === 'body') {
    await reply.send(Buffer.from(fault.bytes));
  } else if (fault.kind === 'content-length') {
    reply.hijack();
    reply.raw.writeHead(200, { ...headersOf(reply), 'content-length': fault.bytes });
    reply.raw.write(file.bytes, () => reply.raw.socket?.end());
  } else if (fault.kind === 'truncate') {
    reply.hijack();
    reply.raw.writeHead(200, { ...headersOf(reply), 'content-length': file.bytes.byteLength });
    reply.raw.write(file.bytes.subarray(0, fault.bytes), () => reply.raw.destroy());
  } else if (fault.kind === 'drip') {
    await reply
      .header('content-length', file.bytes.byteLength)
      .send(Readable.from(drip(file.bytes, fault.bytes, fault.everyMs)));
  } else {
    await reply.send(Readable.from(endlessly(file.bytes)));
  }
  return true;
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
}

async function* drip(bytes: Uint8Array, step: number, everyMs: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += step) {
    yield bytes.subarray(at, at + step);
    await sleep(everyMs, undefined, { ref: false });
  }
}

function* endlessly(bytes: Uint8Array): Generator<Uint8Array> {
  yield bytes;
  const more = new Uint8Array(64 * 1024);
  for (;;) {
    yield more;
  }
}
