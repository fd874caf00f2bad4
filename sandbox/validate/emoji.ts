import { all, boolean, type Check, model, nullable, rule, snowflake, text } from './checks.ts';

/** Sets of strings in regular expressions, which Node has and the compiler's target does not name yet. */
const UNICODE_SETS: string = 'v';

/** All emoji that Unicode recommends for use. */
const EMOJI = new RegExp('^\\p{RGI_Emoji}$', UNICODE_SETS);

/** With or without the variation selector (U+FE0F) that asks for the coloured form: Discord takes both. */
function isUnicodeEmoji(name: string): boolean {
  return [name, `${name}\u{fe0f}`, name.replaceAll('\u{fe0f}', '')].some((form) => EMOJI.test(form));
}

/** The emoji of a button or option: a custom one by id, or a Unicode one by name. */
export const partialEmoji: Check = all(
  model({ id: nullable(snowflake), name: nullable(text(64)), animated: nullable(boolean) }),
  rule((emoji, at) => {
    if (emoji.id !== undefined && emoji.id !== null) return;
    const { name } = emoji;
    if (typeof name !== 'string' || !isUnicodeEmoji(name)) {
      at.at('name').fail('COMPONENT_INVALID_EMOJI', 'Invalid emoji');
    }
  }),
);
