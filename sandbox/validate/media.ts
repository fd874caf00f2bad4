import { all, type Check, model, required } from './checks.ts';
import { attachmentReference, url } from './urls.ts';

/** Extensions of uploaded files that an embed can show. */
const EMBED_IMAGES = /\.(jpe?g|png|webp|gif)$/i;

const MAX_URL = 2048;

/**
 * `{ url }` of a component: an address on the web or, as `attachment://name`, a file of the message.
 * `only` is for the File component, which shows uploaded files alone.
 */
export function mediaItem(files: ReadonlySet<string>, only?: 'attachments'): Check {
  const schemes = only === 'attachments' ? ['attachment'] : ['http', 'https', 'attachment'];
  return model({ url: required(all(url(MAX_URL, schemes), refersTo(files))) });
}

/**
 * The address of an embed's picture. Discord shows nothing for a reference to a file that is not there or is
 * no picture; here both are complaints, since the message would not be what its author meant.
 */
export function embedImageUrl(files: ReadonlySet<string>): Check {
  return all(url(MAX_URL, ['http', 'https', 'attachment']), refersTo(files), (value, at) => {
    const name = attachmentReference(value);
    if (name !== null && !EMBED_IMAGES.test(name)) {
      at.fail('URL_TYPE_INVALID_URL', 'Only jpg, jpeg, png, webp and gif files can be used in embeds.');
    }
  });
}

function refersTo(files: ReadonlySet<string>): Check {
  return (value, at) => {
    const name = attachmentReference(value);
    if (name !== null && !files.has(name)) {
      at.fail(
        'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
        `The referenced attachment "${name}" was not found.`,
      );
    }
  };
}
