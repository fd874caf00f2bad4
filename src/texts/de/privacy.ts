import type { Texts } from '../en.ts';

export const privacy: Texts['privacy'] = {
  title: (server) => `Was ich auf ${server} über dich gespeichert habe`,
  nothing: 'Nichts: kein Gesicht, kein Foto, keinen Namen.',
  nothingKnown: 'Nichts, von dem ich weiß, dass es deines ist: kein Gesicht, kein Foto, keinen Namen.',
  name: (name) => `**Name:** ${name}`,
  consent: (at, version, current) =>
    `**Deine Einwilligung:** vom ${at}, zur Fassung ${version} des Hinweises${current ? '' : '. Der Hinweis hat sich seither geändert: Ich frage dich wieder, bevor mehr gespeichert wird'}`,
  photos: (count) =>
    count === 1
      ? '**Registrierungsfotos:** eines, als kleinere Kopie'
      : `**Registrierungsfotos:** ${count}, als kleinere Kopien`,
  faces:
    '**Zu jedem:** wo das Gesicht ist, und eine Beschreibung in Zahlen, die dich finden kann und aus der sich ein grobes Bild eines Gesichts zurückrechnen ließe',
  indexed: (count) =>
    count === 1
      ? '**Gepostete Bilder, auf denen du gefunden wurdest:** eines, als Link'
      : `**Gepostete Bilder, auf denen du gefunden wurdest:** ${count}, als Links`,
  posted: (count) =>
    count === 1
      ? '**Bilder mit Gesichtern, die du gepostet hast:** eines, als Link'
      : `**Bilder mit Gesichtern, die du gepostet hast:** ${count}, als Links`,
  merged: (name) => `**Hier auch bekannt als:** ${name}`,
  proposal: (by, at, until) =>
    `**Wartet auf dich:** ${by} hat am ${at} vorgeschlagen, dich mit einem Foto zu registrieren. Es wird ${until} gelöscht, wenn du nicht zustimmst.`,
  optedOut: '**Du hast widersprochen:** Niemand kann dich registrieren oder vorschlagen.',
  strangers:
    '**Gesichter ohne Namen:** Dieser Server behält jedes Gesicht auf seinen erfassten Bildern. Deines kann darunter sein, auch nach einem Widerruf; welches es ist, weiß ich nicht. `/datenschutz widersprechen` nimmt die Bilder aus, die du postest; auf denen von anderen verschwindet ein Gesicht, wenn die Nachricht gelöscht wird: Bitte sie darum oder die Moderation.',
  record: (days) =>
    `**Protokoll:** Was du und andere mit mir getan habt (IDs und Zeiten, keine Namen oder Bilder), bleibt ${days} Tage gespeichert, damit Missbrauch auffällt.`,
  rights:
    '`/datenschutz export` gibt dir alles, `/datenschutz widerrufen` löscht es, `/datenschutz widersprechen` sorgt dafür, dass es so bleibt.',

  exportTitle: 'Hier ist alles, was ich über dich gespeichert habe',
  export: (photos, parts) =>
    `${photos === 0 ? 'Kein Foto' : photos === 1 ? 'Ein Foto' : `${photos} Fotos`} und eine Datei \`kith.json\`, in der steht, was was ist${parts === 1 ? '' : `, in ${parts} Archiven`}. Nur du siehst diese Nachricht; sichere sie, bevor du sie schließt.`,
  exportPart: (part, parts) => `Archiv ${part} von ${parts}`,

  withdrawTitle: 'Alles über dich löschen?',
  withdrawWarning: (photos, indexed, posted) =>
    `Sofort gelöscht würden ${photos === 1 ? 'ein Foto' : `${photos} Fotos`}, ${indexed === 1 ? 'ein Link zu einem Bild von dir' : `${indexed} Links zu Bildern von dir`}, ${posted === 1 ? 'ein Link zu einem Bild, das du gepostet hast' : `${posted} Links zu Bildern, die du gepostet hast`}, jede Beschreibung deines Gesichts, dein Name und deine Einwilligung. Das lässt sich nicht rückgängig machen. Bilder in Discord bleiben dort: Sie gehören denen, die sie gepostet haben.`,
  withdrawButton: 'Alles löschen',
  withdrawnTitle: 'Gelöscht',
  withdrawn:
    'Kein Gesicht, kein Foto, kein Name und kein Link von dir ist hier noch gespeichert. Mit `/datenschutz widersprechen` kann dich auch niemand wieder vorschlagen.',
  withdrawnAsFarAsKnown:
    'Kein Foto, kein Name und kein Link von dir ist hier noch gespeichert, und kein Gesicht, von dem ich wusste, dass es deines ist. Mit `/datenschutz widersprechen` kann dich auch niemand wieder vorschlagen.',

  optOutDone:
    'Ab jetzt kann dich hier niemand registrieren oder vorschlagen. `/datenschutz zulassen` macht es rückgängig.',
  optOutHeld: 'Was ich schon von dir habe, bleibt, bis du `/datenschutz widerrufen` benutzt.',
  optOutAlready: 'Du hattest schon widersprochen.',
  optInDone: 'Du kannst wieder registriert werden. Gespeichert wird erst, wenn du zustimmst.',
  optInAlready: 'Du hattest nicht widersprochen.',

  chooseServer: 'Um welchen Server geht es?',
  choosePlaceholder: 'Server wählen',
  nowhere: 'Ich habe auf keinem Server etwas über dich gespeichert.',
  unknownServer: (id) => `Server ${id}`,
};
