import {
  all,
  boolean,
  type Check,
  isObject,
  isUint64,
  list,
  listOf,
  model,
  nullable,
  number,
  required,
  snowflake,
  text,
} from './checks.ts';

const MAX_FILES = 10;

/** What a whole message request may weigh, whatever the limit of a file. */
const MAX_REQUEST_BYTES = 25 * 1024 * 1024;

/** The JSON body of Discord's answer (http 413) to files that are too large. */
export interface RequestTooLarge {
  readonly code: 40005;
  readonly message: 'Request entity too large';
}

/**
 * Refuses files that are too large (http 413). Discord's limit holds for each file of a request; the sum may
 * not pass 25 MiB, or the limit of one file where a boosted server's is higher.
 *
 * @param fileBytes size of every uploaded file
 * @param attachmentSizeLimit `attachment_size_limit` of the interaction or server, in bytes
 */
export function checkUploadSize(
  fileBytes: readonly number[],
  attachmentSizeLimit: number,
): RequestTooLarge | null {
  const total = fileBytes.reduce((sum, bytes) => sum + bytes, 0);
  const fits =
    fileBytes.every((bytes) => bytes <= attachmentSizeLimit) &&
    total <= Math.max(MAX_REQUEST_BYTES, attachmentSizeLimit);
  return fits ? null : { code: 40005, message: 'Request entity too large' };
}

/** A snowflake made after 2015 has at least this many digits; a shorter id is the `n` of an uploaded `files[n]`. */
const SNOWFLAKE_DIGITS = 15;

function uploadIndex(attachment: unknown): number | null {
  if (!isObject(attachment) || !isUint64(attachment.id)) return null;
  const id = String(attachment.id);
  return id.length < SNOWFLAKE_DIGITS ? Number(id) : null;
}

/** File names that `attachment://` can refer to: those uploaded, renamed by `attachments`, and those kept. */
export function referableNames(
  attachments: unknown,
  uploaded: readonly string[],
  kept: readonly string[],
): ReadonlySet<string> {
  const names = [...uploaded];
  for (const attachment of listOf(attachments)) {
    const index = uploadIndex(attachment);
    if (index === null || index >= names.length || !isObject(attachment)) continue;
    if (typeof attachment.filename === 'string') names[index] = attachment.filename;
  }
  return new Set([...names, ...kept]);
}

/** `attachments` of a message: details of uploaded files, and on an edit the files to keep. */
export function attachments(kind: 'create' | 'edit', uploaded: number): Check {
  const details = model({
    id: required(snowflake),
    filename: nullable(text(1024, 1)),
    title: nullable(text(1024)),
    description: nullable(text(1024)),
    duration_secs: nullable(number(0, Number.MAX_SAFE_INTEGER)),
    waveform: nullable(text(400)),
    is_spoiler: nullable(boolean),
  });
  return list(
    all(details, (value, at) => {
      if (!isObject(value) || !isUint64(value.id)) return;
      const index = uploadIndex(value);
      const found = index === null ? kind === 'edit' : index < uploaded;
      if (!found) at.fail('ATTACHMENT_NOT_FOUND', 'Attachment data not found');
    }),
    MAX_FILES,
  );
}

/** More files than a message can hold. */
export const uploadCount: Check = list(() => {}, MAX_FILES);
