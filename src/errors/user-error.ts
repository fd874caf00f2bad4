/**
 * Every way a request can fail that its user can do something about, with the facts the sentence needs.
 * The sentences themselves stand in `src/texts`; a test checks that each code has one in each language.
 */
export interface UserErrorContexts {
  'no-face': Record<string, never>;
  /** `size` and `minimum`: shorter side of the face's bounding box, in pixels of the sent picture. */
  'face-too-small': { size: number; minimum: number };
  'face-too-blurred': Record<string, never>;
  'face-turned-away': Record<string, never>;
  'too-many-faces': { count: number; maximum: number };
  'no-image': Record<string, never>;
  'image-broken': Record<string, never>;
  /** `bytes` and `maximum`: size of the file. */
  'image-too-large': { bytes: number; maximum: number };
  /** `megapixels` and `maximum`: width x height / 10^6. */
  'image-too-many-pixels': { megapixels: number; maximum: number };
  'image-unsupported-type': { supported: readonly string[] };
  /** The analysis of a picture took too long, or crashed. */
  'analysis-failed': Record<string, never>;
  'download-failed': Record<string, never>;
  'download-timeout': { seconds: number };
  'database-away': Record<string, never>;
  'storage-full': Record<string, never>;
  busy: { retryAfterSeconds: number };
  restarting: Record<string, never>;
  'guild-only': Record<string, never>;
  'not-allowed': { permission: string };
  'person-and-name': Record<string, never>;
  'member-enrols-themself': { memberId: string };
  'face-of-another': Record<string, never>;
  'name-invalid': { maximum: number };
  'choice-expired': Record<string, never>;
  'not-your-button': Record<string, never>;
  /** `of`: whose attempts were too many. */
  'slow-down': { retryAfterSeconds: number; of: 'user' | 'guild' };
  'admins-only': { permission: string };
  'searchers-only': { roleId: string };
  'setting-invalid': Record<string, never>;
  'cannot-post': { channelId: string };
  'member-opted-out': { memberId: string };
  'member-declined': { memberId: string; days: number };
  'you-opted-out': Record<string, never>;
  'not-a-member': Record<string, never>;
  /** The name leads to a person who turned out to be that member. */
  'name-of-member': { memberId: string };
  'name-taken': Record<string, never>;
  'nobody-named': Record<string, never>;
  'proposal-over': Record<string, never>;
  'no-pictures': Record<string, never>;
  'no-such-person': Record<string, never>;
  'several-people': Record<string, never>;
  'merge-with-itself': Record<string, never>;
  'merge-of-members': Record<string, never>;
  'unmerge-later-first': Record<string, never>;
  'not-in-photo': Record<string, never>;
  'photo-gone': Record<string, never>;
  'nothing-held': Record<string, never>;
  'message-content-missing': Record<string, never>;
  'nobody-enrolled': Record<string, never>;
  'channel-unreadable': { channelId: string };
  'channel-excluded': { channelId: string };
  /** Null for the whole server. */
  'backfill-running': { channelId: string | null };
  'no-backfill': Record<string, never>;
  'since-invalid': Record<string, never>;
  'time-zone-unknown': Record<string, never>;
  /** `hours`: the least that must lie between two runs. */
  'cron-invalid': { hours: number };
}

export type UserErrorCode = keyof UserErrorContexts;

/**
 * A failure to be told to the user in plain words that say what to do. Anything else that is thrown is a
 * fault of ours: one generic sentence with an error id, details in the log only.
 */
export class UserError<Code extends UserErrorCode = UserErrorCode> extends Error {
  override readonly name = 'UserError';
  readonly code: Code;
  readonly context: UserErrorContexts[Code];

  constructor(code: Code, context: UserErrorContexts[Code], options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.context = context;
  }
}
