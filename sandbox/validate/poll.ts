import { boolean, type Check, integer, list, model, nullable, oneOf, required, text } from './checks.ts';
import { partialEmoji } from './emoji.ts';

const MAX_HOURS = 32 * 24;

/** `poll` of a new message. */
export const poll: Check = model({
  question: required(model({ text: required(text(300, 1)) })),
  answers: required(
    list(
      model({
        poll_media: required(model({ text: required(text(55, 1)), emoji: nullable(partialEmoji) })),
      }),
      10,
      1,
    ),
  ),
  duration: nullable(integer(1, MAX_HOURS)),
  allow_multiselect: nullable(boolean),
  layout_type: nullable(oneOf([1])),
});
