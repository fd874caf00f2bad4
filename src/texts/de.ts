import { audit } from './de/audit.ts';
import { backfill } from './de/backfill.ts';
import { common } from './de/common.ts';
import { enroll } from './de/enroll.ts';
import { errors } from './de/errors.ts';
import { person } from './de/person.ts';
import { privacy } from './de/privacy.ts';
import { settings } from './de/settings.ts';
import { whois } from './de/whois.ts';
import type { Texts } from './en.ts';

/** All that Kith says, in German. */
export const de: Texts = {
  errors,
  common,
  unexpected: (id) =>
    `Bei mir ist etwas schiefgegangen. Sieh nach, ob es trotzdem geklappt hat, bevor du es noch einmal versuchst. Wenn es wieder vorkommt, gib diesen Code an die weiter, die mich betreiben: \`${id}\`.`,
  enroll,
  whois,
  person,
  privacy,
  settings,
  audit,
  backfill,
};
