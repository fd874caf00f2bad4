import { audit } from './audit/handler.ts';
import { backfill } from './backfill/handler.ts';
import type { Command } from './command.ts';
import { enroll } from './enroll/handler.ts';
import { person } from './person/handler.ts';
import { privacy } from './privacy/handler.ts';
import { settings } from './settings/handler.ts';
import { whoIsThis } from './who-is-this/handler.ts';
import { whois } from './whois/handler.ts';

/** Every command that Kith has, in the order in which Discord lists them. */
export const commands: readonly Command[] = [
  enroll,
  whois,
  whoIsThis,
  person,
  privacy,
  backfill,
  settings,
  audit,
];
