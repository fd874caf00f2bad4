import type { Enrolment } from './enrolment/enrolment.ts';
import type { Identifier } from './identification/identification.ts';
import type { RateLimits } from './rate-limit/rate-limits.ts';
import type { Settings } from './settings/settings.ts';

/** What the commands can ask for. */
export interface Services {
  readonly enrolment: Enrolment;
  readonly identifier: Identifier;
  readonly settings: Settings;
  readonly rateLimits: RateLimits;
}
