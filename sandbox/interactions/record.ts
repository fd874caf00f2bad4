import type {
  APICommandAutocompleteInteractionResponseCallbackData,
  APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  InteractionType,
} from 'discord-api-types/v10';

export interface Acknowledgement {
  readonly type: InteractionResponseType;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** One thing a user asked of an application, and what came of it. */
export interface InteractionRecord {
  readonly id: string;
  readonly token: string;
  readonly applicationId: string;
  readonly type: InteractionType;
  readonly userId: string;
  readonly channelId: string;
  readonly guildId: string | null;
  readonly createdAt: number;
  /** For people: `/enroll`, `button "Accept"`, … */
  readonly detail: string;
  /** The message whose component was used, or from whose component the modal came. */
  readonly sourceMessageId: string | null;
  /** What a message command was run on. */
  readonly targetMessageId: string | null;
  /** The interaction that opened the modal that was sent in. */
  readonly openedBy: string | null;
  acknowledgement: Acknowledgement | null;
  /** Why an attempt to acknowledge was refused, for the errors of the driver. */
  refusals: string[];
  /** `@original`: the reply, or the message whose component was used. */
  originalId: string | null;
  /** How many times the bot changed `@original` after the first answer. */
  edits: number;
  readonly followUpIds: string[];
  modal: APIModalInteractionResponseCallbackData | null;
  choices: APICommandAutocompleteInteractionResponseCallbackData['choices'] | null;
}

/** Discord waits this long for an acknowledgement, and the token lives this long, in milliseconds. */
export const acknowledgementTime = 3_000;
export const tokenLifetime = 15 * 60_000;
