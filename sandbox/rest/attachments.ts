import { attachmentJson } from '../state/files.ts';
import { jsonObject } from './body.ts';
import type { Routes } from './context.ts';
import { invalidField } from './errors.ts';

/** At most so many URLs in a request. */
const maximum = 50;

/** Undocumented, but known to exist: fresh URLs for attachments whose old ones are at hand. */
export const attachmentRoutes: Routes = (app, { world }) => {
  app.post('/attachments/refresh-urls', async (request) => {
    const urls = jsonObject(request).attachment_urls;
    if (!Array.isArray(urls) || urls.length < 1 || urls.length > maximum) {
      throw invalidField(
        'attachment_urls',
        'BASE_TYPE_BAD_LENGTH',
        `Must be between 1 and ${maximum} in length.`,
      );
    }
    return {
      refreshed_urls: urls.map((original) => {
        const path = URL.canParse(String(original)) ? new URL(String(original)).pathname : '';
        const file = world.files.get(path.split('/')[3] ?? '');
        return { original, refreshed: file === undefined ? null : attachmentJson(world, file).url };
      }),
    };
  });
};
