import { ComponentType, TextInputStyle } from 'discord-api-types/v10';
import { componentId, customId } from './buttons.ts';
import {
  all,
  boolean,
  type Check,
  forbid,
  integer,
  list,
  listOf,
  model,
  nullable,
  oneOf,
  optional,
  required,
  rule,
  text,
} from './checks.ts';
import { fileTypes } from './file-types.ts';
import { optionRules, selects, valueRange } from './selects.ts';

const input = { id: componentId, custom_id: required(customId), required: nullable(boolean) };

const textInput = {
  ...input,
  style: required(oneOf([TextInputStyle.Short, TextInputStyle.Paragraph])),
  min_length: nullable(integer(0, 4000)),
  max_length: nullable(integer(1, 4000)),
  value: nullable(text(4000)),
  placeholder: nullable(text(100)),
};

const consistentLengths = rule((value, at) => {
  const { min_length: min, max_length: max } = value;
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    at.at('max_length').fail('NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
  }
});

/** A text input in an action row carries its own label. */
export const rowTextInput: Check = all(
  model({ ...textInput, label: required(text(45, 1)) }),
  consistentLengths,
);

const consistentValues = rule((value, at) => {
  const { min, max } = valueRange(value);
  if (min > max) {
    at.at('max_values').fail('NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
  }
});

/** Only an input that need not be answered may take no value. */
const someValue = rule((value, at) => {
  if (value.min_values === 0 && value.required !== false) {
    at.at('min_values').fail('NUMBER_TYPE_MIN', 'int value should be greater than or equal to 1.');
  }
});

function modalSelect(select: Check): Check {
  return all(
    select,
    someValue,
    rule((value, at) => forbid(value, 'disabled', at, 'in a modal')),
  );
}

const choice = model({
  value: required(text(100, 1)),
  label: required(text(100, 1)),
  description: nullable(text(100)),
  default: nullable(boolean),
});

const radioGroup = all(
  model({ ...input, options: required(list(choice, 10, 2)) }),
  rule((value, at) => optionRules(value.options, 1, at.at('options'))),
);

const checkboxGroup = all(
  model({
    ...input,
    options: required(list(choice, 10, 1)),
    min_values: nullable(integer(0, 10)),
    max_values: nullable(integer(1, 10)),
  }),
  someValue,
  rule((value, at) => {
    const count = listOf(value.options).length;
    const max = typeof value.max_values === 'number' ? value.max_values : count;
    consistentValues({ ...value, max_values: max }, at);
    optionRules(value.options, max, at.at('options'));
  }),
);

const fileUpload = all(
  model({
    ...input,
    min_values: nullable(integer(0, 10)),
    max_values: nullable(integer(1, 10)),
    file_types: optional(fileTypes),
  }),
  someValue,
  consistentValues,
);

const checkbox = model({ id: componentId, custom_id: required(customId), default: nullable(boolean) });

/** What a Label of a modal may hold, by component type. */
export const labelledInputs: Readonly<Record<number, Check>> = {
  ...Object.fromEntries(Object.entries(selects).map(([type, select]) => [type, modalSelect(select)])),
  [ComponentType.TextInput]: all(
    model(textInput),
    consistentLengths,
    rule((value, at) => forbid(value, 'label', at, 'inside a Label')),
  ),
  [ComponentType.FileUpload]: fileUpload,
  [ComponentType.RadioGroup]: radioGroup,
  [ComponentType.CheckboxGroup]: checkboxGroup,
  [ComponentType.Checkbox]: checkbox,
};
