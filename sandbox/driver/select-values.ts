import { ComponentType } from 'discord-api-types/v10';
import type { Resolved } from '../interactions/resolved.ts';
import type { World } from '../state/world.ts';
import { ClientRefusal } from './client-refusal.ts';
import type { Identified } from './command-options.ts';
import type { SeenSelect } from './reading.ts';

/**
 * What a client sends for picked values: option values, or ids.
 * @param picked option labels or values; ids or things with ids in selects of users, roles and channels
 * @throws ClientRefusal for too few, too many or unknown ones
 */
export function pickValues(
  world: World,
  resolved: Resolved,
  select: SeenSelect,
  picked: readonly (string | Identified)[],
): string[] {
  if (picked.length < select.minimum || picked.length > select.maximum) {
    const range = `${select.minimum} to ${select.maximum}`;
    throw new ClientRefusal(`the menu takes ${range} values, not ${picked.length}`);
  }
  return picked.map((one) =>
    select.type === ComponentType.StringSelect
      ? optionValue(select, one)
      : entityId(world, resolved, select.type, typeof one === 'string' ? one : one.id),
  );
}

function optionValue(select: SeenSelect, wanted: string | Identified): string {
  const option = select.options.find(({ label, value }) => label === wanted || value === wanted);
  if (option === undefined) {
    const labels = select.options.map(({ label }) => label).join(', ');
    throw new ClientRefusal(`the menu has no "${String(wanted)}"; there are: ${labels}`);
  }
  return option.value;
}

function entityId(world: World, resolved: Resolved, type: ComponentType, id: string): string {
  if (type === ComponentType.ChannelSelect && world.channels.has(id)) {
    resolved.addChannel(id);
    return id;
  }
  const users = type === ComponentType.UserSelect || type === ComponentType.MentionableSelect;
  if (users && world.users.has(id)) {
    resolved.addUser(id);
    return id;
  }
  const roles = type === ComponentType.RoleSelect || type === ComponentType.MentionableSelect;
  if (!roles || !resolved.addRole(id)) {
    throw new ClientRefusal(`the menu does not offer ${id}`);
  }
  return id;
}
