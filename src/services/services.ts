import type { Messenger } from '../commands/messenger.ts';
import type { AuditTrail } from './audit/audit-trail.ts';
import type { Backfills } from './backfill/backfills.ts';
import type { Progress } from './backfill/progress.ts';
import type { Proposals } from './consent/proposals.ts';
import type { Enrolment } from './enrolment/enrolment.ts';
import type { Identifier } from './identification/identification.ts';
import type { SearchResults } from './identification/search-results.ts';
import type { WhereElse } from './identification/where-else.ts';
import type { Corrections } from './people/corrections.ts';
import type { Moderation } from './people/moderation.ts';
import type { People } from './people/people.ts';
import type { Privacy } from './privacy/privacy.ts';
import type { RateLimits } from './rate-limit/rate-limits.ts';
import type { Settings } from './settings/settings.ts';

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
