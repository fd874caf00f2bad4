import type { Enrolment } from './enrolment/enrolment.ts';
import type { Identifier } from './identification/identification.ts';

/** What the commands can ask for. */
export interface Services {
  readonly enrolment: Enrolment;
  readonly identifier: Identifier;
}
