import type {
  APIApplicationCommandOptionChoice,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
  RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { Who } from '../services/access/access.ts';
import type { RateLimit } from '../services/rate-limit/rate-limits.ts';
import type {
  AnywhereInvocation,
  CommandValues,
  ComponentValues,
  Invocation,
  MessageValues,
  ModalForm,
  ModalValues,
} from './invocation.ts';
import type { OptionsOf, OptionValue, SubcommandsOf } from './options.ts';
import type { Services } from './services.ts';

/** What is checked before a handler runs; no handler can be made without saying it. */
export interface Admission {
  readonly who: Who;
  /** What an attempt counts as; absent for what costs little. */
  readonly limit?: RateLimit;
}

/**
 * What happens when an interaction comes in. The router has checked who asks and has acknowledged the
 * interaction (Discord waits 3 s); `run` only has to answer.
 */
export type Handler<Values, Reply> = Admission & { readonly reply: Reply } & (
    | { readonly where?: undefined; run(invocation: Invocation & Values, services: Services): Promise<void> }
    | {
        /** Works in direct messages as well, where nobody is a member of anything. */
        readonly where: 'anywhere';
        run(invocation: AnywhereInvocation & Values, services: Services): Promise<void>;
      }
  );

export type Visibility = 'private' | 'shared';

export type Suggest = (
  typed: string,
  invocation: Pick<Invocation, 'guildId' | 'actor' | 'locale'>,
  services: Services,
) => Promise<readonly APIApplicationCommandOptionChoice<string>[]>;

export type CommandHandler<Options> = Handler<
  CommandValues<Options>,
  Visibility | ((options: Options) => Visibility)
> & {
  /** A limit that the handler takes itself: only on its way it learns which server it is about. */
  readonly limitOnceKnown?: RateLimit | undefined;
  /** By the option that suggests. At most 25 choices are shown. */
  readonly suggest?: Readonly<Record<string, Suggest>>;
};

/** `update`: changes the message that the component is on. `private`: a new message for the asker alone. */
export type ComponentHandler = Handler<ComponentValues, 'update' | 'private'>;

/** `update` needs a modal that a component opened. */
export type ModalHandler = Handler<ModalValues, 'update' | 'private'>;

export type MessageHandler = Handler<MessageValues, Visibility>;

/** A component that opens a modal, whose action of the same name then gets what was filled in. */
export interface ModalOpener extends Admission {
  readonly reply: 'modal';
  open(invocation: Invocation & ComponentValues, services: Services): Promise<ModalForm>;
}

export interface Parts {
  /** By the action in the component's id. */
  readonly components?: Readonly<Record<string, ComponentHandler | ModalOpener>>;
  /** By the action in the modal's id. */
  readonly modals?: Readonly<Record<string, ModalHandler>>;
}

type AnyOptions = Readonly<Record<string, OptionValue>>;

interface CommonCommand {
  /** First part of the ids of its components and modals. */
  readonly key: string;
  readonly components: NonNullable<Parts['components']>;
  readonly modals: NonNullable<Parts['modals']>;
}

export interface ChatCommand extends CommonCommand {
  readonly kind: 'chat';
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  /** By subcommand; a command without subcommands has one entry, by the empty name. */
  readonly handlers: Readonly<Record<string, CommandHandler<AnyOptions>>>;
}

export interface MessageCommand extends CommonCommand {
  readonly kind: 'message';
  readonly definition: RESTPostAPIContextMenuApplicationCommandsJSONBody;
  readonly handler: MessageHandler;
}

/** A command as the router sees it. */
export type Command = ChatCommand | MessageCommand;

/**
 * Ties a definition to its handler; the handler's options are typed by the definition.
 * Discord has checked required options and types against the very same definition, which is what makes the
 * one widening below safe.
 */
export function defineCommand<const Definition extends RESTPostAPIChatInputApplicationCommandsJSONBody>(
  definition: Definition,
  handler: CommandHandler<OptionsOf<Definition>>,
  parts: Parts = {},
): ChatCommand {
  return chatCommand(definition, { '': handler }, parts);
}

/** The same for a command with subcommands: a handler for each. */
export function defineSubcommands<const Definition extends RESTPostAPIChatInputApplicationCommandsJSONBody>(
  definition: Definition,
  handlers: {
    readonly [Name in keyof SubcommandsOf<Definition>]: CommandHandler<SubcommandsOf<Definition>[Name]>;
  },
  parts: Parts = {},
): ChatCommand {
  return chatCommand(definition, handlers, parts);
}

export function defineMessageCommand(
  key: string,
  definition: RESTPostAPIContextMenuApplicationCommandsJSONBody,
  handler: MessageHandler,
  { components = {}, modals = {} }: Parts = {},
): MessageCommand {
  return { kind: 'message', key, definition, handler, components, modals };
}

function chatCommand(
  definition: RESTPostAPIChatInputApplicationCommandsJSONBody,
  handlers: object,
  { components = {}, modals = {} }: Parts,
): ChatCommand {
  return {
    kind: 'chat',
    key: definition.name,
    definition,
    handlers: handlers as ChatCommand['handlers'],
    components,
    modals,
  };
}
