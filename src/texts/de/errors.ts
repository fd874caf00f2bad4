import type { ErrorTexts } from '../en/errors.ts';
import { type DurationUnits, duration, list, megabytes } from '../format.ts';

const units: DurationUnits = { second: ['Sekunde', 'Sekunden'], minute: ['Minute', 'Minuten'] };

export const errors: ErrorTexts = {
  'no-face': () =>
    'Ich sehe auf dem Bild kein Gesicht. Versuche eines, auf dem das Gesicht größer ist, in gutem Licht und zur Kamera gewandt.',
  'face-too-small': ({ size, minimum }) =>
    `Das Gesicht auf dem Bild ist zu klein: etwa ${size} Pixel, und ich brauche mindestens ${minimum}. ` +
    'Schick eines aus der Nähe oder in voller Größe.',
  'face-too-blurred': () =>
    'Das Gesicht auf dem Bild ist zu unscharf, um es mir gut zu merken. Schick ein schärferes.',
  'face-turned-away': () =>
    'Das Gesicht auf dem Bild schaut zu weit zur Seite, um es mir gut zu merken. Schick eines, auf dem es zur Kamera gewandt ist.',
  'too-many-faces': ({ count, maximum }) =>
    `Auf dem Bild sind ${count} Gesichter; höchstens ${maximum} auf einmal schaffe ich. Schneide den Teil aus, den du meinst.`,
  'no-image': () => 'Die Datei ist leer. Häng ein Foto an.',
  'image-broken': () =>
    'Das Bild ist beschädigt und nicht lesbar. Öffne es auf deinem Gerät, speichere es neu und schick die neue Datei.',
  'image-too-large': ({ maximum }) =>
    `Die Datei ist zu groß: Mehr als ${megabytes(maximum)} nehme ich nicht. Schick eine kleinere Kopie.`,
  'image-too-many-pixels': ({ megapixels, maximum }) =>
    `Das Bild hat ${Math.round(megapixels)} Megapixel; mehr als ${maximum} nehme ich nicht. Schick eine kleinere Kopie.`,
  'image-unsupported-type': ({ supported }) =>
    `Die Datei ist kein Bild, das ich lesen kann. Schick ein Bild als ${list(supported, 'oder')}.`,
  'analysis-failed': () =>
    'Mit dem Bild bin ich nicht zu Ende gekommen. Versuch es bitte noch einmal; hilft das nicht, schick eine kleinere Kopie.',
  'download-failed': () => 'Ich konnte das Bild nicht von Discord holen. Bitte schick es noch einmal.',
  'download-timeout': ({ seconds }) =>
    `Discord hat mir das Bild nicht innerhalb von ${seconds} Sekunden gegeben. Bitte versuche es gleich noch einmal.`,
  'database-away': () =>
    'Mein Gedächtnis ist gerade nicht erreichbar. Verloren ist nichts; bitte versuche es in einer Minute wieder.',
  'storage-full': () =>
    'Ich habe keinen Platz mehr, mir etwas zu merken, und habe nichts behalten. Wer mich betreibt, muss auf der Platte Platz schaffen.',
  busy: ({ retryAfterSeconds }) =>
    `Gerade warten viele Bilder. Bitte versuche es in etwa ${duration(retryAfterSeconds, units)} wieder.`,
  restarting: () => 'Ich werde gerade neu gestartet. Bitte versuche es in einer Minute wieder.',
  'guild-only': () => 'Das geht nur auf einem Server, weil jede Suche auf einem Server bleibt.',
  'not-allowed': ({ permission }) => `Das darf hier nur die Moderation (Berechtigung „${permission}“).`,
  'name-invalid': ({ maximum }) =>
    `Ein Name braucht mindestens einen Buchstaben oder eine Ziffer und hat höchstens ${maximum} Zeichen.`,
  'person-and-name': () =>
    'Gib entweder `person` an, für ein Mitglied dieses Servers, oder `name`, für jemand anderen.',
  'member-enrols-themself': ({ memberId }) =>
    `Auf diesem Server registrieren sich Mitglieder selbst. Bitte <@${memberId}>, \`/registrieren\` mit einem Foto zu benutzen. ` +
    'Die Moderation kann Mitglieder vorschlagen, wo `/einstellungen` es erlaubt.',
  'face-of-another': () =>
    'Dieses Gesicht ist hier schon für eine andere Person registriert. Schick ein Foto von dir; wenn es eines ist, bitte die Moderation, dich vorzuschlagen.',
  'choice-expired': () => 'Diese Auswahl ist nicht mehr offen. Bitte benutze den Befehl noch einmal.',
  'not-your-button': () => 'Diese Knöpfe sind für die Person, an die sie gerichtet sind.',
  'slow-down': ({ retryAfterSeconds, of }) =>
    of === 'user'
      ? `Das war viel in kurzer Zeit. Bitte versuche es in ${duration(retryAfterSeconds, units)} wieder.`
      : `Auf diesem Server wurde viel in kurzer Zeit gefragt. Bitte versuche es in ${duration(retryAfterSeconds, units)} wieder.`,
  'admins-only': ({ permission }) =>
    `Das darf auf diesem Server nur die Administration (Berechtigung „${permission}“).`,
  'searchers-only': ({ roleId }) =>
    `Auf diesem Server dürfen nur Mitglieder mit der Rolle <@&${roleId}> suchen.`,
  'setting-invalid': () =>
    'Dieser Wert geht nicht. Gib eine ganze Zahl von Tagen an, in den Grenzen, die das Formular nennt.',
  'cannot-post': ({ channelId }) =>
    `Ich darf in <#${channelId}> nicht schreiben. Lass mich den Kanal sehen und darin schreiben, oder wähle einen anderen.`,
  'member-opted-out': ({ memberId }) =>
    `Diese Person will weder registriert noch gefragt werden: <@${memberId}> hat das gesagt, und nur sie kann es ändern.`,
  'member-declined': ({ memberId, days }) =>
    `Die Antwort war Nein: <@${memberId}> hat vor weniger als ${days} Tagen abgelehnt und wird so lange nicht wieder gefragt. \`/registrieren\` steht der Person jederzeit offen.`,
  'you-opted-out': () =>
    'Du hast der Registrierung hier widersprochen. Wenn du es dir anders überlegt hast, benutze zuerst `/datenschutz zulassen`.',
  'not-a-member': () =>
    'Das ist kein Mitglied dieses Servers oder ein Bot. Für jemanden, der nicht hier ist, gib stattdessen `name` an.',
  'name-of-member': ({ memberId }) =>
    `Dieser Name gehört zu <@${memberId}>, einem Mitglied. Gib \`person\` statt \`name\` an.`,
  'name-taken': () =>
    'So heißt hier schon jemand anderes. Wähle einen anderen Namen oder führe die beiden zusammen.',
  'nobody-named': () => 'Wähle ein Mitglied oder schreib einen Namen: Ich muss wissen, wer es ist.',
  'proposal-over': () =>
    'Diese Frage ist nicht mehr offen: Sie wurde beantwortet, zurückgezogen oder blieb zu lange liegen.',
  'no-pictures': () => 'In dieser Nachricht ist kein Bild, das ich mir ansehen könnte.',
  'no-such-person': () =>
    'Ich kenne hier niemanden mit diesem Namen. Wähle beim Tippen einen der Vorschläge.',
  'several-people': () =>
    'So heißt mehr als eine Person. Wähle beim Tippen die aus den Vorschlägen, die du meinst.',
  'merge-with-itself': () => 'Das ist schon ein und dieselbe Person. Wähle zwei verschiedene.',
  'merge-of-members': () =>
    'Beide sind Mitglieder dieses Servers und entscheiden je selbst über ihre Bilder, also bleiben sie zwei Personen.',
  'unmerge-later-first': () =>
    'Die Person, mit der sie zusammengeführt wurde, ging seither selbst in einer anderen auf. Mach das zuerst rückgängig.',
  'not-in-photo': () =>
    'Auf diesem Foto halte ich niemanden für diese Person, es gibt also nichts zu berichtigen.',
  'photo-gone': () => 'Dieses Bild ist schon weg. Benutze den Befehl noch einmal, um zu sehen, was es gibt.',
  'nothing-held': () =>
    'Ich habe hier nichts über dich gespeichert, es gibt also nichts zu zeigen, mitzunehmen oder zu löschen.',
  'message-content-missing': () =>
    'Discord lässt mich die Bilder in Nachrichten nicht sehen. Wer mich betreibt, muss unter „Bot“ auf ' +
    '<https://discord.com/developers/applications> „Message Content Intent“ ankreuzen und mich neu starten.',
  'nobody-enrolled': () =>
    'Hier ist noch niemand registriert, und von anderen behalte ich nichts, es gäbe also nichts zu finden. ' +
    'Fang noch einmal an, wenn die ersten Mitglieder `/registrieren` benutzt haben.',
  'channel-unreadable': ({ channelId }) =>
    `Ich darf <#${channelId}> nicht lesen. Gib mir dort „Kanal ansehen“ und „Nachrichtenverlauf anzeigen“.`,
  'channel-excluded': ({ channelId }) =>
    `Nach den Einstellungen dieses Servers lasse ich <#${channelId}> in Ruhe.`,
  'backfill-running': ({ channelId }) =>
    `Das läuft schon${channelId === null ? ' für den ganzen Server' : ` in <#${channelId}>`}. ` +
    'Siehe `/nachholen stand`.',
  'no-backfill': () => 'Es läuft nichts, worauf sich das beziehen könnte. Siehe `/nachholen stand`.',
  'since-invalid': () =>
    'Dieses Datum verstehe ich nicht. Schreib Jahr, Monat und Tag, etwa `2024-05-31`, und nicht in der Zukunft.',
  'time-zone-unknown': () =>
    'Diese Zeitzone kenne ich nicht. Wähle beim Tippen einen der Vorschläge, etwa `Europe/Vienna`.',
  'cron-invalid': ({ hours }) =>
    'Diesem Zeitplan kann ich nicht folgen. Gib Minute, Stunde, Tag, Monat und Wochentag an, etwa `0 4 * * 1`, ' +
    `mit mindestens ${hours} Stunden zwischen zwei Läufen.`,
};
