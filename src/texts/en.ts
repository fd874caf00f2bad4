import { audit } from './en/audit.ts';
import { backfill } from './en/backfill.ts';
import { common } from './en/common.ts';
import { enroll } from './en/enroll.ts';
import { errors } from './en/errors.ts';
import { person } from './en/person.ts';
import { privacy } from './en/privacy.ts';
import { settings } from './en/settings.ts';
import { whois } from './en/whois.ts';

/** All that Kith says, in English, by topic. Other languages have the same shape. */
export const en = {
  errors,
  common,
  /** For faults of ours; `id` finds the details in the host's log. */
  unexpected: (id: string) =>
    `Something went wrong on my side. Look whether it was done after all before you try again. If it keeps happening, tell whoever hosts me this code: \`${id}\`.`,
  enroll,
  whois,
  person,
  privacy,
  settings,
  audit,
  backfill,
};

export type Texts = typeof en;
