import type { AuditAction } from '../../db/audit-types.ts';

export const audit = {
  title: 'What was done here',
  empty: 'Nothing that fits is recorded.',
  filtered: (action: string | null, user: string | null) =>
    [
      'Only',
      ...(action === null ? [] : [`"${action}"`]),
      ...(user === null ? [] : [`by or to ${user}`]),
    ].join(' '),
  line: (at: string, who: string, what: string, whom: string | null) =>
    `- ${at} · ${who} · ${what}${whom === null ? '' : ` · ${whom}`}`,
  kith: 'Kith',
  feedBegins: 'From now on I post here what is done with me, as `/audit` shows it.',
  personNumber: (id: string) => `person ${id}`,
  older: 'Older',
  latest: 'Latest',
  kept: (days: number) => `Entries are kept for ${days} days. They hold no names, pictures or faces.`,
  /** Of a search that was not for somebody enrolled. */
  whereElse: 'searched for a stranger',
  /** What somebody did, after their name. */
  actions: {
    enrol: 'enrolled a face',
    search: 'searched',
    decline: 'declined',
    propose: 'proposed a member',
    'opt-out': 'opted out',
    'opt-in': 'opted in again',
    export: 'exported their data',
    withdraw: 'withdrew and erased everything',
    rename: 'renamed a person',
    merge: 'merged two persons',
    unmerge: 'undid a merge',
    'not-this-person': 'said who it is not',
    'remove-photo': 'removed a photo',
    'remove-person': 'removed a person',
    settings: 'changed the settings',
    backfill: 'changed what is indexed',
    'picture-gone': 'forgot a deleted picture',
    expire: 'erased what had expired',
  } satisfies Record<AuditAction, string> as Record<AuditAction, string>,
};
