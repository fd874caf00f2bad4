import {
  all,
  boolean,
  type Check,
  integer,
  isObject,
  lengthOf,
  list,
  listOf,
  missing,
  model,
  nullable,
  required,
  rule,
  show,
  trimmedText,
} from './checks.ts';
import { embedImageUrl } from './media.ts';
import { url } from './urls.ts';

const MAX_EMBEDS = 10;
/** Characters of all embeds of a message together. */
const MAX_CHARACTERS = 6000;

const timestamp: Check = (value, at) => {
  const iso = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;
  if (typeof value !== 'string' || !iso.test(value) || Number.isNaN(Date.parse(value))) {
    at.fail('DATE_TIME_TYPE_PARSE', `Could not parse ${show(value)}. Should be ISO8601.`);
  }
};

/** Parts of an embed any one of which makes it worth showing. */
const SHOWN = ['title', 'description', 'image', 'thumbnail', 'author', 'footer', 'fields'];

function isEmpty(part: unknown): boolean {
  return part === undefined || part === null || part === '' || (Array.isArray(part) && part.length === 0);
}

const notEmpty = rule((embed, at) => {
  if (SHOWN.every((key) => isEmpty(embed[key]))) missing(at.at('description'));
});

function embed(files: ReadonlySet<string>): Check {
  const webUrl = url(2048, ['http', 'https']);
  const image = nullable(model({ url: required(embedImageUrl(files)) }));
  return all(
    model({
      title: nullable(trimmedText(256, 'free')),
      description: nullable(trimmedText(4096, 'free')),
      url: nullable(webUrl),
      timestamp: nullable(timestamp),
      color: nullable(integer(0, 0xffffff)),
      image,
      thumbnail: image,
      footer: nullable(
        model({
          text: required(trimmedText(2048, 'needed')),
          icon_url: nullable(embedImageUrl(files)),
        }),
      ),
      author: nullable(
        model({
          name: required(trimmedText(256, 'needed')),
          url: nullable(webUrl),
          icon_url: nullable(embedImageUrl(files)),
        }),
      ),
      fields: nullable(
        list(
          model({
            name: required(trimmedText(256, 'needed')),
            value: required(trimmedText(1024, 'needed')),
            inline: nullable(boolean),
          }),
          25,
        ),
      ),
    }),
    notEmpty,
  );
}

function textLength(value: unknown, ...keys: readonly string[]): number {
  if (!isObject(value)) return 0;
  let sum = 0;
  for (const key of keys) {
    const part = value[key];
    if (typeof part === 'string') sum += lengthOf(part.trim());
  }
  return sum;
}

function embedLength(value: unknown): number {
  if (!isObject(value)) return 0;
  const fields = listOf(value.fields).map((field) => textLength(field, 'name', 'value'));
  return fields.reduce(
    (sum, length) => sum + length,
    textLength(value, 'title', 'description') +
      textLength(value.footer, 'text') +
      textLength(value.author, 'name'),
  );
}

/** `embeds` of a message: ten at most, each within its limits, 6000 characters in all. */
export function embeds(files: ReadonlySet<string>): Check {
  return all(list(embed(files), MAX_EMBEDS), (value, at) => {
    const total = listOf(value).reduce((sum: number, one) => sum + embedLength(one), 0);
    if (total > MAX_CHARACTERS) {
      at.fail('MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MAX_CHARACTERS}`);
    }
  });
}
