import { ChannelType, ComponentType } from 'discord-api-types/v10';
import { componentId, customId } from './buttons.ts';
import {
  all,
  boolean,
  type Check,
  failRepeated,
  integer,
  isObject,
  type JsonObject,
  list,
  listOf,
  model,
  nullable,
  oneOf,
  optional,
  required,
  rule,
  snowflake,
  text,
} from './checks.ts';
import { partialEmoji } from './emoji.ts';
import type { Place } from './report.ts';

const MAX_OPTIONS = 25;

export const channelTypes: readonly number[] = [
  ...new Set(Object.values(ChannelType).filter((type) => typeof type === 'number')),
];

/** `min_values` and `max_values` where they are numbers, else 1, Discord's default for both. */
export function valueRange(select: JsonObject): { min: number; max: number } {
  const { min_values: min, max_values: max } = select;
  return { min: typeof min === 'number' ? min : 1, max: typeof max === 'number' ? max : 1 };
}

const consistentRange = rule((select, at) => {
  const { min, max } = valueRange(select);
  if (min > max) {
    at.at('max_values').fail('NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
  }
});

const common = {
  id: componentId,
  custom_id: required(customId),
  placeholder: nullable(text(150)),
  min_values: nullable(integer(0, 25)),
  max_values: nullable(integer(1, 25)),
  disabled: nullable(boolean),
  required: nullable(boolean),
};

const option = model({
  label: required(text(100, 1)),
  value: required(text(100, 1)),
  description: nullable(text(100)),
  emoji: nullable(partialEmoji),
  default: nullable(boolean),
});

/** Complains about option values that stand twice, and about more preselected options than may be chosen. */
export function optionRules(options: unknown, max: number, at: Place): void {
  const objects = listOf(options).map((value) => (isObject(value) ? value : {}));
  failRepeated(
    objects.map((object) => object.value),
    (i) =>
      at
        .at(i, 'value')
        .fail('COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used'),
  );
  if (objects.filter((object) => object.default === true).length > max) {
    at.fail('COMPONENT_OPTION_DEFAULTS_EXCEEDED', `Only ${max} of the options can be selected by default`);
  }
}

const stringSelect = all(
  model({ ...common, options: required(list(option, MAX_OPTIONS, 1)) }),
  consistentRange,
  rule((select, at) => {
    const { max } = valueRange(select);
    const count = listOf(select.options).length;
    if (count > 0 && count < max) {
      at.at('options').fail('BASE_TYPE_BAD_LENGTH', `Must be between ${max} and ${MAX_OPTIONS} in length.`);
    }
    optionRules(select.options, max, at.at('options'));
  }),
);

function entitySelect(defaultTypes: readonly string[], more: Readonly<Record<string, Check>> = {}): Check {
  const defaultValue = model({ id: required(snowflake), type: required(oneOf(defaultTypes)) });
  return all(
    model({ ...common, default_values: optional(list(defaultValue, MAX_OPTIONS)), ...more }),
    consistentRange,
    rule((select, at) => {
      const count = listOf(select.default_values).length;
      const { min, max } = valueRange(select);
      if (count > 0 && (count < min || count > max)) {
        at.at('default_values').fail('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
      }
    }),
  );
}

/** The five select menus by component type, as they stand in an action row. */
export const selects: Readonly<Record<number, Check>> = {
  [ComponentType.StringSelect]: stringSelect,
  [ComponentType.UserSelect]: entitySelect(['user']),
  [ComponentType.RoleSelect]: entitySelect(['role']),
  [ComponentType.MentionableSelect]: entitySelect(['user', 'role']),
  [ComponentType.ChannelSelect]: entitySelect(['channel'], {
    channel_types: optional(list(oneOf(channelTypes), channelTypes.length)),
  }),
};
