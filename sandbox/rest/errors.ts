import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';

/** An answer other than success, in Discord's JSON: `{ code, message, errors? }`. */
export class DiscordError extends Error {
  override readonly name = 'DiscordError';
  readonly status: number;
  readonly code: number;
  readonly errors: object | undefined;

  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  toJSON(): object {
    return {
      message: this.message,
      code: this.code,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
    };
  }
}

/** Status and text of each code the sandbox answers with. */
const answers = {
  [Code.GeneralError]: [404, '404: Not Found'],
  [Code.UnknownApplication]: [404, 'Unknown Application'],
  [Code.UnknownChannel]: [404, 'Unknown Channel'],
  [Code.UnknownGuild]: [404, 'Unknown Guild'],
  [Code.UnknownMember]: [404, 'Unknown Member'],
  [Code.UnknownMessage]: [404, 'Unknown Message'],
  [Code.UnknownRole]: [404, 'Unknown Role'],
  [Code.UnknownUser]: [404, 'Unknown User'],
  [Code.UnknownWebhook]: [404, 'Unknown Webhook'],
  [Code.UnknownInteraction]: [404, 'Unknown interaction'],
  [Code.UnknownApplicationCommand]: [404, 'Unknown application command'],
  [Code.RequestEntityTooLarge]: [413, 'Request entity too large'],
  [Code.InteractionHasAlreadyBeenAcknowledged]: [400, 'Interaction has already been acknowledged.'],
  [Code.MissingAccess]: [403, 'Missing Access'],
  [Code.CannotEditMessageAuthoredByAnotherUser]: [403, 'Cannot edit a message authored by another user'],
  [Code.CannotSendAnEmptyMessage]: [400, 'Cannot send an empty message'],
  [Code.CannotSendMessagesToThisUser]: [403, 'Cannot send messages to this user'],
  [Code.CannotSendMessagesInNonTextChannel]: [400, 'Cannot send messages in a non-text channel'],
  [Code.MissingPermissions]: [403, 'Missing Permissions'],
  [Code.ProvidedTooFewOrTooManyMessagesToDelete]: [
    400,
    'Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages to delete',
  ],
  [Code.InvalidWebhookToken]: [401, 'Invalid Webhook Token'],
  [Code.OneOfTheMessagesProvidedWasTooOldForBulkDelete]: [
    400,
    'You can only bulk delete messages that are under 14 days old.',
  ],
  [Code.ThreadLocked]: [400, 'Thread is locked'],
  [Code.CannotReplyWithoutPermissionToReadMessageHistory]: [
    400,
    'Cannot reply without permission to read message history',
  ],
  [Code.ThreadAlreadyCreatedForMessage]: [400, 'A thread has already been created for this message'],
} as const satisfies Partial<Record<number, readonly [number, string]>>;

export type KnownCode = keyof typeof answers;

export function discordError(code: KnownCode): DiscordError {
  const [status, message] = answers[code];
  return new DiscordError(status, code, message);
}

/** @throws DiscordError with `code` when there is no such thing. */
export function found<T>(value: T | undefined | null, code: KnownCode): T {
  if (value === undefined || value === null) {
    throw discordError(code);
  }
  return value;
}

/** @throws DiscordError unless the value can be an id. */
export function snowflake(field: string, value: unknown): string {
  if (typeof value !== 'string' || !/^\d{1,20}$/.test(value)) {
    throw invalidField(field, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not snowflake.`);
  }
  return value;
}

/** One wrong field, in the shape of Discord's form errors. */
export function invalidField(field: string, code: string, message: string): DiscordError {
  return new DiscordError(400, Code.InvalidFormBodyOrContentType, 'Invalid Form Body', {
    [field]: { _errors: [{ code, message }] },
  });
}
