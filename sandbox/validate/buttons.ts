import { ButtonStyle } from 'discord-api-types/v10';
import {
  all,
  boolean,
  type Check,
  forbid,
  integer,
  missing,
  model,
  nullable,
  oneOf,
  optional,
  required,
  rule,
  snowflake,
  text,
} from './checks.ts';
import { partialEmoji } from './emoji.ts';
import { url } from './urls.ts';

/** 32-bit number that a component may be known by; 0 asks Discord to choose one. */
export const componentId: Check = optional(integer(0, 2 ** 31 - 1));

export const customId: Check = text(100, 1);

/** What a button of each style must have, and what it cannot have. */
const STYLES: Readonly<Record<number, { needs: string; not: readonly string[] }>> = {
  [ButtonStyle.Primary]: { needs: 'custom_id', not: ['url', 'sku_id'] },
  [ButtonStyle.Secondary]: { needs: 'custom_id', not: ['url', 'sku_id'] },
  [ButtonStyle.Success]: { needs: 'custom_id', not: ['url', 'sku_id'] },
  [ButtonStyle.Danger]: { needs: 'custom_id', not: ['url', 'sku_id'] },
  [ButtonStyle.Link]: { needs: 'url', not: ['custom_id', 'sku_id'] },
  [ButtonStyle.Premium]: { needs: 'sku_id', not: ['custom_id', 'label', 'url', 'emoji'] },
};

const styleRules = rule((button, at) => {
  const style = typeof button.style === 'number' ? STYLES[button.style] : undefined;
  if (style === undefined) return;
  if (button[style.needs] === undefined) missing(at.at(style.needs));
  for (const key of style.not) forbid(button, key, at, 'with this button style');
  const unlabelled = (button.label ?? '') === '' && (button.emoji ?? null) === null;
  if (unlabelled && button.style !== ButtonStyle.Premium) missing(at.at('label'));
});

export const button: Check = all(
  model({
    id: componentId,
    style: required(oneOf(Object.keys(STYLES).map(Number))),
    label: nullable(text(80)),
    emoji: nullable(partialEmoji),
    custom_id: optional(customId),
    url: optional(url(512, ['http', 'https', 'discord'])),
    sku_id: optional(snowflake),
    disabled: nullable(boolean),
  }),
  styleRules,
);
