import { extname } from 'node:path';
import type { APIAttachment } from 'discord-api-types/v10';
import { AttachmentFlags } from 'discord-api-types/v10';
import sharp from 'sharp';
import { signedUrl } from '../cdn/signing.ts';
import type { FileRecord } from './records.ts';
import type { World } from './world.ts';

/** A file as it arrives: from a request's multipart body or from a person's disk. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly description?: string | null;
  readonly spoiler?: boolean;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.heic': 'image/heic',
  '.bmp': 'image/bmp',
  '.tiff': 'image/tiff',
  '.svg': 'image/svg+xml',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.zip': 'application/zip',
};

/** Keeps a file on the CDN. An ephemeral one vanishes after `ephemeralFileLifetimeMs`. */
export async function storeFile(
  world: World,
  channelId: string,
  upload: UploadedFile,
  ephemeral = false,
): Promise<FileRecord> {
  const filename = cdnName(upload);
  const contentType = contentTypes[extname(filename).toLowerCase()] ?? null;
  const size = contentType?.startsWith('image/') ? await pictureSize(upload.bytes) : null;
  const file: FileRecord = {
    id: world.ids.next(),
    channelId,
    filename,
    title: filename === upload.name ? null : upload.name,
    bytes: upload.bytes,
    contentType,
    width: size?.width ?? null,
    height: size?.height ?? null,
    description: upload.description ?? null,
    ephemeral,
    createdAt: world.clock.now(),
  };
  world.files.set(file.id, file);
  return file;
}

export function fileUrl(world: World, file: FileRecord): string {
  return signedUrl(world, file);
}

export function attachmentJson(world: World, file: FileRecord): APIAttachment {
  const url = fileUrl(world, file);
  return {
    id: file.id,
    filename: file.filename,
    ...(file.title === null ? {} : { title: file.title }),
    ...(file.description === null ? {} : { description: file.description }),
    ...(file.contentType === null ? {} : { content_type: file.contentType }),
    size: file.bytes.byteLength,
    url,
    proxy_url: url,
    ...(file.width === null ? {} : { width: file.width, height: file.height }),
    ...(file.ephemeral ? { ephemeral: true } : {}),
    ...(file.filename.startsWith('SPOILER_') ? { flags: AttachmentFlags.IsSpoiler } : {}),
  };
}

/** Discord keeps letters, digits, `_`, `-` and `.`, and turns spaces into `_`. */
export function cdnName(upload: Pick<UploadedFile, 'name' | 'spoiler'>): string {
  const kept = upload.name.replace(/\s/g, '_').replace(/[^\w.-]/g, '');
  const named = /^\.|^$/.test(kept) ? `unknown${kept}` : kept;
  return upload.spoiler && !named.startsWith('SPOILER_') ? `SPOILER_${named}` : named;
}

async function pictureSize(bytes: Uint8Array): Promise<{ width: number; height: number } | null> {
  try {
    const { autoOrient } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return autoOrient;
  } catch {
    // Discord too keeps a file that is no picture, and tells no size.
    return null;
  }
}
