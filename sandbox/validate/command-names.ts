import { all, type Check, text, trimmedText } from './checks.ts';

const CHAT_INPUT_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** Name of a slash command or of an option: letters that have a lower case are in it. */
export const chatInputName: Check = all(text(32, 1), (value, at) => {
  if (typeof value !== 'string') return;
  if (!CHAT_INPUT_NAME.test(value)) {
    at.fail('STRING_TYPE_REGEX', 'String value did not match validation regex.');
  }
  if (!CHAT_INPUT_NAME.test(value) || value !== value.toLowerCase()) {
    at.fail('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
});

/** Name of a user or message command, as its menu shows it. */
export const menuName: Check = trimmedText(32, 'needed');

export const description: Check = text(100, 1);
