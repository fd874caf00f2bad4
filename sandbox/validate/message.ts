import { MessageFlags, MessageReferenceType } from 'discord-api-types/v10';
import { allowedMentions } from './allowed-mentions.ts';
import { attachments, referableNames, uploadCount } from './attachments.ts';
import {
  all,
  boolean,
  type Check,
  integer,
  isObject,
  type JsonObject,
  list,
  model,
  nullable,
  oneOf,
  required,
  snowflake,
  trimmedText,
} from './checks.ts';
import { componentTotals, uniqueComponents } from './component-tree.ts';
import { layoutComponents, legacyComponents } from './components.ts';
import { embeds } from './embeds.ts';
import { poll } from './poll.ts';
import { Place, type Refusal } from './report.ts';

/** What the check of a message must know besides its body. */
export interface MessageContext {
  readonly kind: 'create' | 'edit';
  /** File names of the `files[n]` parts of the request, in the order of n. */
  readonly attachmentNames: readonly string[];
  /** File names that the message being edited already has. */
  readonly existingAttachmentNames?: readonly string[];
  /** The message being edited carries IS_COMPONENTS_V2. */
  readonly componentsV2AlreadySet?: boolean;
}

const LEGACY_FIELDS = ['content', 'embeds', 'poll', 'sticker_ids'];

const nonce: Check = (value, at) => {
  if (typeof value === 'string') {
    if (value.length > 25) at.fail('NONCE_TYPE_TOO_LONG', 'Must be 25 or fewer characters long.');
  } else if (!Number.isSafeInteger(value)) {
    at.fail('NONCE_TYPE_INVALID_TYPE', 'This field must be a string or integer.');
  }
};

const messageReference = model({
  type: nullable(oneOf([MessageReferenceType.Default, MessageReferenceType.Forward])),
  message_id: required(snowflake),
  channel_id: nullable(snowflake),
  guild_id: nullable(snowflake),
  fail_if_not_exists: nullable(boolean),
});

function isUsed(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return !Array.isArray(value) || value.length > 0;
}

function hasComponentsV2(body: JsonObject): boolean {
  return typeof body.flags === 'number' && (body.flags & MessageFlags.IsComponentsV2) !== 0;
}

/** IS_COMPONENTS_V2 excludes the older ways to fill a message, and stays once it is set. */
function checkComponentsV2(body: JsonObject, context: MessageContext, at: Place): void {
  const used = LEGACY_FIELDS.filter((field) => isUsed(body[field]));
  if (hasComponentsV2(body)) {
    for (const field of used) {
      at.at(field).fail(
        'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
        `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
      );
    }
    return;
  }
  // An edit that says nothing of the flag but fills the older fields means to drop it, and is refused alike.
  const drops = (body.flags !== undefined && body.flags !== null) || used.length > 0;
  if (context.kind === 'edit' && context.componentsV2AlreadySet === true && drops) {
    at.at('flags').fail(
      'MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG',
      'The IS_COMPONENTS_V2 flag cannot be removed from a message',
    );
  }
}

/** Components fill a message that has IS_COMPONENTS_V2, and nothing else does; without it they do not. */
function isEmpty(body: JsonObject, context: MessageContext): boolean {
  const { message_reference: reference } = body;
  const forwards = isObject(reference) && reference.type === MessageReferenceType.Forward;
  if (context.kind === 'edit' || forwards) return false;
  if (hasComponentsV2(body)) return !isUsed(body.components);
  return context.attachmentNames.length === 0 && !LEGACY_FIELDS.some((field) => isUsed(body[field]));
}

/**
 * What Discord would answer to the body of a message that a bot creates or edits, or null if it would take
 * it. The same for messages, interaction callbacks (the callback's `data`, see `nestErrors`), follow-ups and
 * webhook messages. The size of files is `checkUploadSize`'s business.
 *
 * Stricter than Discord in what can only be a slip: a number for a string, an embed's picture that refers to
 * no file.
 */
export function validateMessage(body: unknown, context: MessageContext): Refusal | null {
  const at = Place.root();
  const object = isObject(body) ? body : {};
  const files = referableNames(
    object.attachments,
    context.attachmentNames,
    context.existingAttachmentNames ?? [],
  );
  const components = hasComponentsV2(object)
    ? all(layoutComponents(files), componentTotals)
    : legacyComponents;
  model({
    content: nullable(trimmedText(2000, 'free')),
    tts: nullable(boolean),
    nonce: nullable(nonce),
    enforce_nonce: nullable(boolean),
    embeds: nullable(embeds(files)),
    allowed_mentions: nullable(allowedMentions),
    components: nullable(all(components, uniqueComponents)),
    attachments: nullable(attachments(context.kind, context.attachmentNames.length)),
    flags: nullable(integer(0, 2 ** 31 - 1)),
    message_reference: nullable(messageReference),
    sticker_ids: nullable(list(snowflake, 3)),
    poll: nullable(poll),
  })(body, at);
  uploadCount(context.attachmentNames, at.at('attachments'));
  checkComponentsV2(object, context, at);

  const invalid = at.result();
  if (invalid !== null) return invalid;
  return isEmpty(object, context) ? { code: 50006, message: 'Cannot send an empty message' } : null;
}
