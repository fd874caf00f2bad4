import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType as Option,
} from 'discord-api-types/v10';
import type { Resolved } from '../interactions/resolved.ts';
import { storeFile, type UploadedFile } from '../state/files.ts';
import type { ChannelRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { ClientRefusal } from './client-refusal.ts';

/** Anything of the driver that stands for something with an id. */
export interface Identified {
  readonly id: string;
}

export type OptionInput = string | number | boolean | Identified | UploadedFile;
export type OptionInputs = Readonly<Record<string, OptionInput | undefined>>;

export interface Filling {
  readonly world: World;
  readonly channel: ChannelRecord;
  readonly resolved: Resolved;
}

/**
 * Fills in a command's options as a client does it.
 * @throws ClientRefusal for what a client would not send off: unknown or missing options, wrong types, values
 *   out of their limits or choices
 */
export async function fillOptions(
  filling: Filling,
  definitions: readonly APIApplicationCommandBasicOption[],
  inputs: OptionInputs,
): Promise<object[]> {
  const unknown = Object.keys(inputs).filter((key) => !definitions.some(({ name }) => name === key));
  if (unknown.length > 0) {
    const known = definitions.map(({ name }) => name).join(', ');
    throw new ClientRefusal(`no option "${unknown.join('", "')}"; there are: ${known}`);
  }
  const filled: object[] = [];
  for (const definition of definitions) {
    const input = inputs[definition.name];
    if (input !== undefined) {
      const { name, type } = definition;
      filled.push({ name, type, value: await fillIn(filling, definition, input) });
    } else if (definition.required) {
      throw new ClientRefusal(`the option "${definition.name}" is required`);
    }
  }
  return filled;
}

async function fillIn(
  { world, channel, resolved }: Filling,
  definition: APIApplicationCommandBasicOption,
  input: OptionInput,
): Promise<string | number | boolean> {
  switch (definition.type) {
    case Option.String:
      return checkString(definition, input);
    case Option.Integer:
    case Option.Number:
      return checkNumber(definition, input);
    case Option.Boolean:
      return typeof input === 'boolean' ? input : wrong(definition, 'true or false');
    case Option.Attachment: {
      const file = await storeFile(world, channel.id, fileIn(definition, input), true);
      resolved.addAttachment(file);
      return file.id;
    }
    default:
      return resolveId(world, resolved, definition, input);
  }
}

function resolveId(
  world: World,
  resolved: Resolved,
  definition: APIApplicationCommandBasicOption,
  input: OptionInput,
): string {
  const id = idIn(definition, input);
  const { type } = definition;
  if (type === Option.Channel) {
    const channel = world.channels.get(id);
    const types = definition.channel_types;
    if (channel === undefined || (types !== undefined && !(types as number[]).includes(channel.type))) {
      return wrong(definition, 'a channel of the right type');
    }
    resolved.addChannel(id);
  } else if (type === Option.User || (type === Option.Mentionable && world.users.has(id))) {
    if (!world.users.has(id)) {
      return wrong(definition, 'a user');
    }
    resolved.addUser(id);
  } else if (!resolved.addRole(id)) {
    return wrong(definition, 'a role of this server');
  }
  return id;
}

function checkString(
  definition: APIApplicationCommandBasicOption & { type: Option.String },
  input: OptionInput,
): string {
  if (typeof input !== 'string') {
    return wrong(definition, 'text');
  }
  const { min_length = 0, max_length = 6_000 } = definition;
  if (input.length < min_length || input.length > max_length) {
    return wrong(definition, `text of ${min_length} to ${max_length} characters`);
  }
  return chosen(definition, input) as string;
}

function checkNumber(
  definition: APIApplicationCommandBasicOption & { type: Option.Integer | Option.Number },
  input: OptionInput,
): number {
  if (typeof input !== 'number' || (definition.type === Option.Integer && !Number.isSafeInteger(input))) {
    return wrong(definition, definition.type === Option.Integer ? 'a whole number' : 'a number');
  }
  const { min_value = Number.NEGATIVE_INFINITY, max_value = Number.POSITIVE_INFINITY } = definition;
  if (input < min_value || input > max_value) {
    return wrong(definition, `a number from ${min_value} to ${max_value}`);
  }
  return chosen(definition, input) as number;
}

/** Where there are choices, a person picks one by its name or its value. */
function chosen(definition: APIApplicationCommandBasicOption, input: string | number): string | number {
  const choices = 'choices' in definition ? (definition.choices ?? []) : [];
  if (choices.length === 0) {
    return input;
  }
  const choice = choices.find(({ name, value }) => name === input || value === input);
  return choice?.value ?? wrong(definition, `one of ${choices.map(({ name }) => name).join(', ')}`);
}

function fileIn(definition: APIApplicationCommandBasicOption, input: OptionInput): UploadedFile {
  return typeof input === 'object' && 'bytes' in input ? input : wrong(definition, 'a file');
}

function idIn(definition: APIApplicationCommandBasicOption, input: OptionInput): string {
  if (typeof input === 'string') {
    return input;
  }
  return typeof input === 'object' && 'id' in input ? input.id : wrong(definition, 'something with an id');
}

function wrong(definition: { readonly name: string }, wanted: string): never {
  throw new ClientRefusal(`the option "${definition.name}" takes ${wanted}`);
}
