import type { Texts } from '../en.ts';

export const audit: Texts['audit'] = {
  title: 'Was hier getan wurde',
  empty: 'Es ist nichts Passendes verzeichnet.',
  filtered: (action, user) =>
    [
      'Nur',
      ...(action === null ? [] : [`„${action}“`]),
      ...(user === null ? [] : [`von oder mit ${user}`]),
    ].join(' '),
  line: (at, who, what, whom) => `- ${at} · ${who} · ${what}${whom === null ? '' : ` · ${whom}`}`,
  kith: 'Kith selbst',
  feedBegins: 'Ab jetzt schreibe ich hier, was mit mir getan wird, so wie `/protokoll` es zeigt.',
  personNumber: (id) => `Person ${id}`,
  older: 'Älter',
  latest: 'Neueste',
  kept: (days) => `Einträge bleiben ${days} Tage. Sie enthalten keine Namen, Bilder oder Gesichter.`,
  actions: {
    enrol: 'ein Gesicht registriert',
    search: 'gesucht',
    decline: 'abgelehnt',
    propose: 'ein Mitglied vorgeschlagen',
    'opt-out': 'widersprochen',
    'opt-in': 'Widerspruch zurückgenommen',
    export: 'eigene Daten exportiert',
    withdraw: 'widerrufen und alles gelöscht',
    rename: 'eine Person umbenannt',
    merge: 'zwei Personen zusammengeführt',
    unmerge: 'ein Zusammenführen rückgängig gemacht',
    'not-this-person': 'gesagt, wer es nicht ist',
    'remove-photo': 'ein Foto gelöscht',
    'remove-person': 'eine Person gelöscht',
    settings: 'Einstellungen geändert',
    backfill: 'geändert, was erfasst wird',
    'picture-gone': 'ein gelöschtes Bild vergessen',
    expire: 'Abgelaufenes gelöscht',
  },
};
