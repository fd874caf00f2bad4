import { commands } from '../../src/commands/commands.ts';
import { environmentSchema } from '../../src/config/config.ts';
import { maximumFaces } from '../../src/services/identification/identification.ts';
import { allowancesFor } from '../../src/services/rate-limit/rate-limits.ts';
import { decodeLimits } from '../../src/vision/decode-limits.ts';
import { supportedFormats } from '../../src/vision/format.ts';
import { commandsPage } from './commands-page.ts';

export const commandsPath = new URL('../../docs/commands.md', import.meta.url);

/** The page for the commands that there are, with the limits that hold unless the host changes them. */
export function commandsDocument(): string {
  const { KITH_SEARCHES_PER_MINUTE, KITH_MAX_IMAGE_MB } = environmentSchema.shape;
  return commandsPage(commands, {
    allowances: allowancesFor(KITH_SEARCHES_PER_MINUTE.parse(undefined)),
    photos: {
      // HEIF depends on the codecs that the machine's decoder was built with.
      formats: supportedFormats.filter((format) => format !== 'HEIF'),
      megabytes: KITH_MAX_IMAGE_MB.parse(undefined),
      megapixels: decodeLimits.maxPixels / 1e6,
      faces: maximumFaces,
    },
  });
}
