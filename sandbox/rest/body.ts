import type { FastifyRequest } from 'fastify';
import type { UploadedFile } from '../state/files.ts';
import { nestErrors, type Refusal } from '../validate/index.ts';
import { DiscordError } from './errors.ts';

export interface RequestBody {
  /** The JSON body, or the part `payload_json`. */
  readonly json: unknown;
  /** The parts `files[n]`, by `n`. */
  readonly uploads: ReadonlyMap<number, UploadedFile>;
}

/** Reads JSON or multipart form data, as Discord takes them. */
export async function readBody(request: FastifyRequest): Promise<RequestBody> {
  if (!request.isMultipart()) {
    return { json: request.body ?? {}, uploads: new Map() };
  }
  const uploads = new Map<number, UploadedFile>();
  let json: unknown = {};
  for await (const part of request.parts()) {
    if (part.type === 'file') {
      const [, index] = /^files?\[(\d+)\]$/.exec(part.fieldname) ?? [];
      uploads.set(Number(index ?? uploads.size), { name: part.filename, bytes: await part.toBuffer() });
    } else if (part.fieldname === 'payload_json') {
      json = parseJson(part.value);
    }
  }
  return { json, uploads };
}

/** A JSON body's properties; none when it is no object. */
export function jsonObject(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const { body } = request;
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Record<string, unknown>)
    : {};
}

function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    throw new DiscordError(400, 50109, 'The request body contains invalid JSON.');
  }
}

/**
 * @param path the property the body was in, for the nesting of the errors
 * @throws DiscordError when the validators refused.
 */
export function refuse(refusal: Refusal | null, path: string | null = null): void {
  if (refusal !== null) {
    const { code, message, ...rest } = path === null ? refusal : nestErrors(refusal, path);
    throw new DiscordError(400, code, message, 'errors' in rest ? rest.errors : undefined);
  }
}
