import type { Texts } from '../en.ts';

export const settings: Texts['settings'] = {
  title: 'Wie Kith auf diesem Server arbeitet',
  intro: 'Änderungen gelten sofort und werden protokolliert.',
  consentMode: '**Wer wen registriert**',
  consentModes: {
    self: ['Mitglieder registrieren sich selbst', 'Die Voreinstellung: Niemand kann vorgeschlagen werden'],
    moderated: [
      'Die Moderation darf Mitglieder vorschlagen',
      'Alle werden gefragt; eine Kopie des Fotos wartet 7 Tage auf die Antwort',
    ],
  },
  indexingScope: '**Was von geposteten Bildern gespeichert wird**',
  indexingScopes: {
    enrolled: ['Nur Gesichter von Registrierten', 'Die Voreinstellung: von Fremden bleibt nichts'],
    everyone: [
      'Alle Gesichter, auch von Fremden',
      'Braucht eine Rechtsgrundlage; lies zuerst docs/privacy.md',
    ],
  },
  searchRole: '**Wer suchen darf** (niemand gewählt: alle)',
  searchRolePlaceholder: 'Alle dürfen suchen',
  excludedChannels: '**Kanäle, die ich in Ruhe lasse**: nichts darin wird erfasst oder gezeigt',
  excludedChannelsPlaceholder: 'Kein Kanal ist ausgenommen',
  logChannel: '**Wo das Protokoll außerdem erscheint**',
  logChannelPlaceholder: 'Nirgends: `/protokoll` zeigt es',
  bandStrictness: '**Wie sicher ich sein muss, bevor ich jemanden nenne**',
  bandStrictnesses: {
    normal: ['Normal', 'Von 100 Fremden bekommt höchstens einer einen Namen als „wahrscheinlich“'],
    strict: ['Streng', 'Von 1.000 höchstens einer; mehr Leute bleiben unbekannt'],
    'very-strict': ['Sehr streng', 'Von 10.000 höchstens einer; viele bleiben unbekannt'],
  },
  retention: (pictures, audit) =>
    `**Wie lange etwas bleibt**\nLinks zu geposteten Bildern: ${pictures}. Das Protokoll: ${audit}.`,
  untilDeleted: 'bis sie in Discord gelöscht werden',
  days: (days) => (days === 1 ? 'ein Tag' : `${days} Tage`),
  retentionButton: 'Dauer ändern',
  retentionTitle: 'Wie lange etwas bleibt',
  pictureRetention: 'Links zu geposteten Bildern, in Tagen',
  pictureRetentionHint: 'Leer: bis sie in Discord gelöscht werden. Höchstens 3650',
  auditRetention: 'Das Protokoll, in Tagen',
  auditRetentionHint: 'Von 30 bis 3650',

  everyoneTitle: 'Die Gesichter von Fremden behalten?',
  everyoneWarning: [
    'Beschreibungen von **jedem Gesicht auf jedem erfassten Bild** würden gespeichert, auch von Menschen, die nie von Kith gehört haben, von Gästen und von Kindern.',
    '',
    'In vielen Ländern ist das ohne die ausdrückliche Einwilligung jeder einzelnen Person verboten (DSGVO Artikel 9; BIPA in Illinois), und Discord untersagt, Profile von Menschen anzulegen, die nicht zugestimmt haben. Verantwortlich bist du, nicht die, die Kith geschrieben haben.',
    '',
    'Wer hier suchen darf, könnte dann bei jeder fremden Person fragen, auf welchen anderen Bildern sie ist: bei Menschen, die nicht zugestimmt haben und es nicht erfahren. `/datenschutz` bekommt ihr Gesicht nicht aus dem, was andere gepostet haben; nur das Löschen dieser Nachrichten.',
    '',
    'Registrierte zu finden geht mit der Voreinstellung genauso gut.',
  ].join('\n'),
  everyoneButton: 'Ich verantworte es: alle behalten',
  changed: 'Geändert.',
};
