import type { Action } from './action.ts';

/** What a visitor did, in a few words. */
export function titleOf(action: Action): string {
  switch (action.kind) {
    case 'slash':
      return `/${action.path}`;
    case 'menu':
      return action.command;
    case 'post':
      return action.files.length === 0 ? 'A message' : 'A message with pictures';
    case 'press':
      return `“${action.label}”`;
    case 'select':
      return 'A choice in a menu';
    case 'submit':
      return 'A form';
    case 'suggest':
      return 'Suggestions';
    case 'delete':
      return 'A deletion';
  }
}
