import { all, boolean, type Check, listOf, model, nullable, oneOf, rule, set, snowflake } from './checks.ts';

const MAX_IDS = 100;

/** A kind of mention is either parsed from the text or listed by id, not both. */
const exclusive = rule((value, at) => {
  for (const kind of ['users', 'roles']) {
    if (listOf(value.parse).includes(kind) && listOf(value[kind]).length > 0) {
      at.fail(
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
    }
  }
});

/** `allowed_mentions` of a message. */
export const allowedMentions: Check = all(
  model({
    parse: nullable(set(oneOf(['users', 'roles', 'everyone']), 3)),
    users: nullable(set(snowflake, MAX_IDS)),
    roles: nullable(set(snowflake, MAX_IDS)),
    replied_user: nullable(boolean),
  }),
  exclusive,
);
