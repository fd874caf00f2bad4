import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord-api-types/v10';
import type { Services } from '../services/services.ts';
import type { CommandInvocation, ComponentInvocation } from './invocation.ts';
import type { OptionsOf, OptionValue } from './options.ts';

export type ComponentHandler = (invocation: ComponentInvocation, services: Services) => Promise<void>;

/** A command as the router sees it. */
export interface Command {
  readonly definition: RESTPostAPIChatInputApplicationCommandsJSONBody;
  handle(
    invocation: CommandInvocation<Readonly<Record<string, OptionValue>>>,
    services: Services,
  ): Promise<void>;
  /** By the action in the component's id. */
  readonly components: Readonly<Record<string, ComponentHandler>>;
}

/**
 * Ties a definition to its handler; the handler's options are typed by the definition.
 * Discord has checked required options and types against the very same definition, which is what makes the
 * one widening below safe.
 */
export function defineCommand<const Definition extends RESTPostAPIChatInputApplicationCommandsJSONBody>(
  definition: Definition,
  handle: (invocation: CommandInvocation<OptionsOf<Definition>>, services: Services) => Promise<void>,
  components: Readonly<Record<string, ComponentHandler>> = {},
): Command {
  return { definition, handle: handle as Command['handle'], components };
}
