import { type APIMessageTopLevelComponent, ComponentType } from 'discord-api-types/v10';

/** A component of any type, for code that walks them all. */
export type AnyComponent = { type: number; id?: number } & Record<string, unknown>;

/** The components and all that are inside them, in reading order. */
export function walkComponents(components: readonly unknown[]): AnyComponent[] {
  return components.flatMap((value) => {
    const component = value as AnyComponent;
    const inside = [
      ...((component.components as unknown[] | undefined) ?? []),
      ...(component.component === undefined ? [] : [component.component]),
      ...(component.accessory === undefined ? [] : [component.accessory]),
    ];
    return [component, ...walkComponents(inside)];
  });
}

/** A copy in which every component has an `id`: its own, or the next free number, as Discord gives them. */
export function numberComponents(
  components: readonly APIMessageTopLevelComponent[],
): APIMessageTopLevelComponent[] {
  const copy = structuredClone(components) as APIMessageTopLevelComponent[];
  const all = walkComponents(copy);
  const taken = new Set(all.map(({ id }) => id));
  let next = 1;
  for (const component of all) {
    if (!component.id) {
      while (taken.has(next)) {
        next++;
      }
      component.id = next++;
    }
  }
  return copy;
}

/** The media items of a gallery, a thumbnail or a file component. */
export function mediaOf(component: AnyComponent): Record<string, unknown>[] {
  switch (component.type) {
    case ComponentType.MediaGallery:
      return (component.items as { media: Record<string, unknown> }[]).map(({ media }) => media);
    case ComponentType.Thumbnail:
      return [component.media as Record<string, unknown>];
    case ComponentType.File:
      return [component.file as Record<string, unknown>];
    default:
      return [];
  }
}
