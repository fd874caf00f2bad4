import { type APISelectMenuComponent, ComponentType } from 'discord-api-types/v10';
import type { View } from '../protocol.ts';
import type { DropdownChoice } from './components/dropdown.tsx';
import { placeOf } from './places.ts';

export interface SelectChoices {
  readonly choices: readonly DropdownChoice[];
  readonly chosen: readonly string[];
  readonly minimum: number;
  readonly maximum: number;
}

/** What a menu of any kind offers, and what of it is chosen. */
export function selectChoices(select: APISelectMenuComponent, view: View, channelId: string): SelectChoices {
  const range = { minimum: select.min_values ?? 1, maximum: select.max_values ?? 1 };
  if (select.type === ComponentType.StringSelect) {
    return {
      choices: select.options.map(({ label, value, description }) => ({
        label,
        value,
        note: description ?? null,
      })),
      chosen: select.options.filter((option) => option.default === true).map(({ value }) => value),
      ...range,
    };
  }
  const { server } = placeOf(view, channelId);
  const chosen = (select.default_values ?? []).map(({ id }) => id);
  return { choices: entitiesOf(select.type, server), chosen, ...range };
}

function entitiesOf(type: ComponentType, server: View['servers'][number] | null): DropdownChoice[] {
  const lists = {
    [ComponentType.UserSelect]: server?.members,
    [ComponentType.RoleSelect]: server?.roles,
    [ComponentType.ChannelSelect]: server?.channels,
    [ComponentType.MentionableSelect]: [...(server?.members ?? []), ...(server?.roles ?? [])],
  };
  const list = lists[type as keyof typeof lists] ?? [];
  const mark = type === ComponentType.ChannelSelect ? '#' : '';
  return list.map(({ id, name }) => ({ label: `${mark}${name}`, value: id, note: null }));
}
