import {
  RESTJSONErrorCodes as Code,
  MessageFlags,
  type RESTPatchAPIChannelMessageJSONBody,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import { cdnName, storeFile, type UploadedFile } from '../state/files.ts';
import { defaultAttachmentSizeLimit } from '../state/guilds.ts';
import type { ChannelRecord, FileRecord, MessageRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { checkUploadSize, validateMessage } from '../validate/index.ts';
import { type RequestBody, refuse } from './body.ts';
import { discordError } from './errors.ts';

/** What `attachments` of a message body says of a file: `id` is an index of an upload, or a kept file's id. */
interface AttachmentEntry {
  readonly id: string | number;
  readonly filename?: string;
  readonly description?: string | null;
  readonly is_spoiler?: boolean;
}

export type NewMessageBody = RESTPostAPIChannelMessageJSONBody;
export type MessageEditBody = RESTPatchAPIChannelMessageJSONBody;

/** The largest file in a channel, in bytes. */
export function attachmentLimit(world: World, channel: ChannelRecord): number {
  const guild = channel.guildId === null ? undefined : world.guilds.get(channel.guildId);
  return guild?.attachmentSizeLimit ?? defaultAttachmentSizeLimit;
}

/**
 * Checks a new message as Discord would.
 * @param json the message itself: the body, or `data` of an interaction's callback
 * @param path where `json` stands in the request, for the error's nesting
 */
export function checkNewMessage(
  world: World,
  channel: ChannelRecord,
  json: unknown,
  uploads: RequestBody['uploads'],
  path: 'data' | null = null,
): NewMessageBody {
  checkSizes(world, channel, uploads);
  refuse(
    validateMessage(json, {
      kind: 'create',
      attachmentNames: uploadNames(uploads),
    }),
    path,
  );
  return json as NewMessageBody;
}

/** Checks the change of a message as Discord would. */
export function checkMessageEdit(
  world: World,
  channel: ChannelRecord,
  message: MessageRecord,
  json: unknown,
  uploads: RequestBody['uploads'],
  path: 'data' | null = null,
): MessageEditBody {
  checkSizes(world, channel, uploads);
  const kept = keptFiles(message, json as MessageEditBody).map(({ filename }) => filename);
  refuse(
    validateMessage(withLegacyContent(message, json), {
      kind: 'edit',
      attachmentNames: uploadNames(uploads),
      existingAttachmentNames: kept,
      componentsV2AlreadySet: (message.flags & MessageFlags.IsComponentsV2) !== 0,
    }),
    path,
  );
  return json as MessageEditBody;
}

/**
 * A message that is turned into one with IS_COMPONENTS_V2 must lose its content and embeds in the same edit:
 * what it has and the edit does not mention counts as sent.
 */
function withLegacyContent(message: MessageRecord, json: unknown): unknown {
  const { flags } = json as MessageEditBody;
  const turns = ((flags ?? 0) & ~message.flags & MessageFlags.IsComponentsV2) !== 0;
  return turns ? { content: message.content, embeds: message.embeds, ...(json as object) } : json;
}

/** Puts the uploaded files of a checked message on the CDN, with the names and texts that `attachments` gives. */
export async function storeUploads(
  world: World,
  channel: ChannelRecord,
  json: { readonly attachments?: unknown },
  uploads: RequestBody['uploads'],
  ephemeral: boolean,
): Promise<FileRecord[]> {
  const files: FileRecord[] = [];
  for (const upload of describeUploads(json, uploads)) {
    files.push(await storeFile(world, channel.id, upload, ephemeral));
  }
  return files;
}

/** The files a message keeps through an edit: all, or those that `attachments` lists. */
export function keptFiles(message: MessageRecord, json: { readonly attachments?: unknown }): FileRecord[] {
  const entries = entriesOf(json);
  return entries === null
    ? message.files
    : message.files.filter((file) => entries.some(({ id }) => String(id) === file.id));
}

function describeUploads(
  json: { readonly attachments?: unknown },
  uploads: RequestBody['uploads'],
): UploadedFile[] {
  const entries = entriesOf(json) ?? [];
  return [...uploads].map(([index, upload]) => {
    const entry = entries.find(({ id }) => String(id) === String(index));
    return {
      name: entry?.filename ?? upload.name,
      bytes: upload.bytes,
      description: entry?.description ?? null,
      spoiler: entry?.is_spoiler ?? false,
    };
  });
}

function uploadNames(uploads: RequestBody['uploads']): string[] {
  return [...uploads.values()].map(cdnName);
}

function entriesOf(json: { readonly attachments?: unknown }): readonly AttachmentEntry[] | null {
  return Array.isArray(json.attachments) ? (json.attachments as AttachmentEntry[]) : null;
}

function checkSizes(world: World, channel: ChannelRecord, uploads: RequestBody['uploads']): void {
  const sizes = [...uploads.values()].map(({ bytes }) => bytes.byteLength);
  if (checkUploadSize(sizes, attachmentLimit(world, channel)) !== null) {
    throw discordError(Code.RequestEntityTooLarge);
  }
}
