/** A component's id: which command's action it starts, and that action's argument. */
export interface ComponentId {
  readonly command: string;
  readonly action: string;
  readonly argument: string;
}

const pattern = /^(?<command>[a-z-]{1,20}):(?<action>[a-z-]{1,20}):(?<argument>[\w.-]{0,58})$/;

/**
 * @returns an id of at most 100 characters, Discord's limit.
 * @throws RangeError when a part has a character or a length that would not survive parsing.
 */
export function formatComponentId(command: string, action: string, argument = ''): string {
  const id = `${command}:${action}:${argument}`;
  if (!pattern.test(id)) {
    throw new RangeError(`not a component id: ${id}`);
  }
  return id;
}

/** @returns null for an id that Kith did not make: ids come back from users and cannot be trusted. */
export function parseComponentId(id: string): ComponentId | null {
  // The pattern's groups are just these three.
  return (pattern.exec(id)?.groups as ComponentId | undefined) ?? null;
}
