import type { AuditTrail } from '../services/audit/audit-trail.ts';
import type { Backfills } from '../services/backfill/backfills.ts';
import type { Progress } from '../services/backfill/progress.ts';
import type { Proposals } from '../services/consent/proposals.ts';
import type { Enrolment } from '../services/enrolment/enrolment.ts';
import type { Identifier } from '../services/identification/identification.ts';
import type { SearchResults } from '../services/identification/search-results.ts';
import type { WhereElse } from '../services/identification/where-else.ts';
import type { Corrections } from '../services/people/corrections.ts';
import type { Moderation } from '../services/people/moderation.ts';
import type { People } from '../services/people/people.ts';
import type { Privacy } from '../services/privacy/privacy.ts';
import type { RateLimits } from '../services/rate-limit/rate-limits.ts';
import type { Settings } from '../services/settings/settings.ts';
import type { Messenger } from './messenger.ts';

/** What the commands can ask for. */
export interface Services {
  readonly enrolment: Enrolment;
  readonly proposals: Proposals;
  readonly identifier: Identifier;
  readonly results: SearchResults;
  readonly whereElse: WhereElse;
  readonly people: People;
  readonly moderation: Moderation;
  readonly corrections: Corrections;
  readonly privacy: Privacy;
  readonly auditTrail: AuditTrail;
  readonly settings: Settings;
  readonly rateLimits: RateLimits;
  readonly messenger: Messenger;
  readonly backfills: Backfills;
  readonly progress: Progress;
}
