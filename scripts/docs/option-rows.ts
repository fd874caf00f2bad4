import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import { namesOf } from './entries.ts';
import { code, table } from './markdown.ts';
import { channelWord, optionWords } from './words.ts';

/** A table of a command's options. */
export function optionsTable(options: readonly APIApplicationCommandBasicOption[]): string {
  return table(
    ['option', 'German', 'takes', 'meaning'],
    options.map((option) => {
      const { en, de } = namesOf(option);
      const must = option.required === true ? ' (required)' : '';
      return [`${code(en)}${must}`, code(de), takes(option), option.description];
    }),
  );
}

/** The kind of value, and the limits that Discord holds it to. */
function takes(option: APIApplicationCommandBasicOption): string {
  return [optionWords[option.type], ...bounds(option)].join(', ');
}

function bounds(option: APIApplicationCommandBasicOption): string[] {
  switch (option.type) {
    case ApplicationCommandOptionType.String:
      return [
        ...range(option.min_length, option.max_length, ' characters'),
        ...('choices' in option ? choices(option.choices ?? []) : []),
        ...(option.autocomplete === true ? ['suggested while you type'] : []),
      ];
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number:
      return range(option.min_value, option.max_value, '');
    case ApplicationCommandOptionType.Channel:
      return (option.channel_types ?? []).length === 0
        ? []
        : [`one of: ${(option.channel_types ?? []).map(channelWord).join(', ')}`];
    default:
      return [];
  }
}

function range(least: number | undefined, most: number | undefined, unit: string): string[] {
  if (most === undefined) {
    return least === undefined ? [] : [`at least ${written(least)}${unit}`];
  }
  if (least === undefined) {
    return [`at most ${written(most)}${unit}`];
  }
  return [least === most ? `${written(least)}${unit}` : `${written(least)} to ${written(most)}${unit}`];
}

const written = (number: number) => number.toLocaleString('en');

function choices(of: readonly APIApplicationCommandOptionChoice<string>[]): string[] {
  return of.length === 0 ? [] : [`one of: ${of.map(({ name }) => `*${name}*`).join(', ')}`];
}
