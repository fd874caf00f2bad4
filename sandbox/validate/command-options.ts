import { ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import {
  all,
  boolean,
  byType,
  type Check,
  failRepeated,
  forbid,
  integer,
  isObject,
  list,
  listOf,
  model,
  nullable,
  number,
  oneOf,
  required,
  rule,
  show,
  text,
} from './checks.ts';
import { chatInputName, description } from './command-names.ts';
import { fileTypes } from './file-types.ts';
import { localizations } from './localizations.ts';
import { channelTypes } from './selects.ts';

const MAX_OPTIONS = 25;
const MAX_CHOICES = 25;

const named = {
  name: required(chatInputName),
  name_localizations: localizations(chatInputName),
  description: required(description),
  description_localizations: localizations(description),
};

/** Properties that only some types of option may carry. */
const PARTICULAR = [
  'choices',
  'options',
  'channel_types',
  'min_value',
  'max_value',
  'min_length',
  'max_length',
  'autocomplete',
  'file_types',
];

function ordered(least: string, most: string): Check {
  return rule((option, at) => {
    const { [least]: min, [most]: max } = option;
    if (typeof min === 'number' && typeof max === 'number' && min > max) {
      at.at(most).fail('NUMBER_TYPE_MIN', `value should be greater than or equal to ${min}.`);
    }
  });
}

/** An option of one type: its own properties are checked, those of other types refused. */
function option(own: Readonly<Record<string, Check>>, ...rules: readonly Check[]): Check {
  return all(
    model({ ...named, required: nullable(boolean), ...own }),
    rule((value, at) => {
      for (const key of PARTICULAR) {
        if (!Object.hasOwn(own, key)) forbid(value, key, at, 'with this type of option');
      }
    }),
    ...rules,
  );
}

function choices(value: Check): Check {
  const name = text(100, 1);
  const choice = model({
    name: required(name),
    name_localizations: localizations(name),
    value: required(value),
  });
  return nullable(
    all(list(choice, MAX_CHOICES), (given, at) => {
      const objects = listOf(given).map((one) => (isObject(one) ? one : {}));
      for (const key of ['name', 'value']) {
        failRepeated(
          objects.map((one) => one[key]),
          (i) =>
            at
              .at(i, key)
              .fail('APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID', `Choice ${key} is already used`),
        );
      }
    }),
  );
}

const choicesOrAutocomplete = rule((value, at) => {
  if (value.autocomplete === true && listOf(value.choices).length > 0) {
    at.at('autocomplete').fail(
      'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID',
      'Autocomplete cannot be used with choices',
    );
  }
});

const safeInteger = integer();
/** Discord's doubles lie between -2^53 and 2^53. */
const double = number(-(2 ** 53), 2 ** 53);

function numeric(check: Check): Check {
  return option(
    {
      choices: choices(check),
      autocomplete: nullable(boolean),
      min_value: nullable(check),
      max_value: nullable(check),
    },
    choicesOrAutocomplete,
    ordered('min_value', 'max_value'),
  );
}

const plain = option({});

const parameters: Readonly<Record<number, Check>> = {
  [Type.String]: option(
    {
      choices: choices(text(100, 1)),
      autocomplete: nullable(boolean),
      min_length: nullable(integer(0, 6000)),
      max_length: nullable(integer(1, 6000)),
    },
    choicesOrAutocomplete,
    ordered('min_length', 'max_length'),
  ),
  [Type.Integer]: numeric(safeInteger),
  [Type.Boolean]: plain,
  [Type.User]: plain,
  [Type.Channel]: option({
    channel_types: nullable(list(oneOf(channelTypes), channelTypes.length)),
  }),
  [Type.Role]: plain,
  [Type.Mentionable]: plain,
  [Type.Number]: numeric(double),
  [Type.Attachment]: option({ file_types: nullable(fileTypes) }),
};

function isSubcommand(value: unknown): boolean {
  return isObject(value) && (value.type === Type.Subcommand || value.type === Type.SubcommandGroup);
}

/** What holds for the options of a command together: names, the order of required ones, one kind of option. */
const together: Check = (value, at) => {
  const options = listOf(value).map((one) => (isObject(one) ? one : {}));
  failRepeated(
    options.map((one) => one.name),
    (i) =>
      at
        .at(i)
        .fail(
          'APPLICATION_COMMAND_OPTIONS_NAME_INVALID',
          `Option name ${show(options[i]?.name)} is already used in these options`,
        ),
  );
  const firstOptional = options.findIndex((one) => !isSubcommand(one) && one.required !== true);
  const mixed = options.some(isSubcommand) && !options.every(isSubcommand);
  options.forEach((one, i) => {
    if (one.required === true && firstOptional !== -1 && i > firstOptional) {
      at.at(i).fail(
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    if (mixed && isSubcommand(one) !== isSubcommand(options[0])) {
      at.at(i).fail(
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are mutually exclusive to all other types',
      );
    }
  });
};

function options(types: Readonly<Record<number, Check>>): Check {
  return nullable(all(list(byType(types), MAX_OPTIONS), together));
}

const subcommand = option(
  { options: options(parameters) },
  rule((value, at) => forbid(value, 'required', at, 'with this type of option')),
);

const subcommandGroup = option(
  { options: options({ [Type.Subcommand]: subcommand }) },
  rule((value, at) => forbid(value, 'required', at, 'with this type of option')),
);

/** `options` of a slash command: parameters, or subcommands and groups of them, two levels deep at most. */
export const commandOptions: Check = options({
  ...parameters,
  [Type.Subcommand]: subcommand,
  [Type.SubcommandGroup]: subcommandGroup,
});
