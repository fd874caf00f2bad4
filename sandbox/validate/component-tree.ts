import { ComponentType } from 'discord-api-types/v10';
import { type Check, failRepeated, isObject, type JsonObject, lengthOf } from './checks.ts';
import type { Place } from './report.ts';

const MAX_COMPONENTS = 40;
/** Characters of all text displays of a message together. */
const MAX_TEXT = 4000;

interface Found {
  readonly component: JsonObject;
  readonly at: Place;
}

/** Every component of a list, nested ones too, in the order in which they stand. */
function everyComponent(components: unknown, at: Place): Found[] {
  const found: Found[] = [];
  const waiting: { value: unknown; at: Place }[] = [{ value: components, at }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, at: place } = next;
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) waiting.push({ value: value[i], at: place.at(i) });
    } else if (isObject(value)) {
      found.push({ component: value, at: place });
      for (const key of ['component', 'accessory', 'components']) {
        if (value[key] !== undefined) waiting.push({ value: value[key], at: place.at(key) });
      }
    }
  }
  return found;
}

/** No `custom_id` and no `id` stands twice among the components of a message or modal. */
export const uniqueComponents: Check = (value, at) => {
  const found = everyComponent(value, at);
  failRepeated(
    found.map(({ component }) => component.custom_id),
    (i) =>
      found[i]?.at
        .at('custom_id')
        .fail('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated'),
  );
  // An id of 0 is replaced by one of Discord's choosing.
  failRepeated(
    found.map(({ component }) => (component.id === 0 ? undefined : component.id)),
    (i) => found[i]?.at.at('id').fail('COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated'),
  );
};

/** The limits on all components of a message together: their number and the text they show. */
export const componentTotals: Check = (value, at) => {
  const found = everyComponent(value, at);
  if (found.length > MAX_COMPONENTS) {
    at.fail(
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The maximum number of total components is ${MAX_COMPONENTS}`,
    );
  }
  let shown = 0;
  for (const { component } of found) {
    if (component.type !== ComponentType.TextDisplay) continue;
    if (typeof component.content === 'string') shown += lengthOf(component.content);
  }
  if (shown > MAX_TEXT) {
    at.fail(
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `Components displayable text size exceeds maximum size of ${MAX_TEXT}`,
    );
  }
};
