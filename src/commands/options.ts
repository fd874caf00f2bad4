import type { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Snowflake } from '../db/ids.ts';

/** A file given to a command. Its URL is signed and short-lived: never stored, never logged. */
export interface AttachmentOption {
  readonly id: Snowflake;
  readonly url: string;
  /** Bytes, as Discord declares it; what arrives is measured again. */
  readonly size: number;
}

/** Somebody named in an option. */
export interface UserOption {
  readonly id: Snowflake;
  /** Of this server, and no bot. */
  readonly isMember: boolean;
}

export interface ChannelOption {
  readonly id: Snowflake;
}

interface OptionValues {
  [ApplicationCommandOptionType.String]: string;
  [ApplicationCommandOptionType.Integer]: number;
  [ApplicationCommandOptionType.Number]: number;
  [ApplicationCommandOptionType.Boolean]: boolean;
  [ApplicationCommandOptionType.User]: UserOption;
  [ApplicationCommandOptionType.Channel]: ChannelOption;
  [ApplicationCommandOptionType.Attachment]: AttachmentOption;
}

interface OptionDefinition {
  readonly name: string;
  readonly type: number;
  readonly required?: boolean;
}

type ValueOf<Option extends OptionDefinition> = Option['type'] extends keyof OptionValues
  ? OptionValues[Option['type']]
  : never;

type Listed<Options extends readonly OptionDefinition[]> = {
  readonly [Option in Options[number] as Option['required'] extends true
    ? Option['name']
    : never]: ValueOf<Option>;
} & {
  readonly [Option in Options[number] as Option['required'] extends true
    ? never
    : Option['name']]?: ValueOf<Option>;
};

/** The handler's argument types, inferred from a command's definition, so that the two cannot disagree. */
export type OptionsOf<Definition> = Definition extends {
  readonly options: infer Options extends readonly OptionDefinition[];
}
  ? Listed<Options>
  : Record<never, never>;

interface SubcommandDefinition {
  readonly type: ApplicationCommandOptionType.Subcommand;
  readonly name: string;
}

/** The options of each subcommand by its name, inferred in the same way. */
export type SubcommandsOf<Definition> = Definition extends {
  readonly options: infer Subcommands extends readonly SubcommandDefinition[];
}
  ? { readonly [Subcommand in Subcommands[number] as Subcommand['name']]: OptionsOf<Subcommand> }
  : Record<never, never>;

/** Every value an option can have, as the router hands them over. */
export type OptionValue = OptionValues[keyof OptionValues];
