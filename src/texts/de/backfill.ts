import type { Texts } from '../en.ts';

/** By the codes of the errors that a single picture can meet. */
const reasons: Readonly<Record<string, string>> = {
  'download-failed': 'nicht abrufbar',
  'download-timeout': 'zu lange abzurufen',
  'analysis-failed': 'nicht auswertbar',
  'no-image': 'leere Dateien',
  'image-broken': 'beschädigt',
  'image-too-large': 'zu groß',
  'image-too-many-pixels': 'zu viele Pixel',
  'image-unsupported-type': 'kein Bild, das ich lesen kann',
};

const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString('de')} ${number === 1 ? one : many}`;

export const backfill: Texts['backfill'] = {
  wholeServer: 'den ganzen Server',
  titles: {
    preparing: (where) => `Gleich erfasse ich ${where}`,
    running: (where) => `Ich erfasse ${where}`,
    paused: (where) => `Pausiert: ${where} erfassen`,
    cancelled: (where) => `Abgebrochen: ${where} erfassen`,
    done: (where) => `Fertig: ${where} erfasst`,
  },
  preparing: 'Ich stelle die Kanäle und Threads zusammen.',
  channels: (done, all) => `${done} von ${count(all, 'Kanal', 'Kanälen')} fertig`,
  pictures: (pictures, messages) =>
    `${count(pictures, 'Bild', 'Bilder')} in ${count(messages, 'Nachricht', 'Nachrichten')}`,
  known: (known) => `${count(known, 'Bild', 'Bilder')} davon schon bekannt`,
  faces: (kept, found) =>
    `${count(kept, 'Gesicht', 'Gesichter')} behalten von ${found.toLocaleString('de')} gesehenen`,
  facesOfEnrolled: 'Behalten werden nur Gesichter von Registrierten; alle anderen habe ich sofort vergessen.',
  pace: (perSecond) =>
    `${perSecond.toLocaleString('de', { maximumFractionDigits: 1, minimumFractionDigits: 1 })} Bilder pro Sekunde`,
  left: (minutes) =>
    minutes < 1
      ? 'noch weniger als eine Minute'
      : minutes < 120
        ? `noch etwa ${count(Math.round(minutes), 'Minute', 'Minuten')}`
        : `noch etwa ${count(Math.round(minutes / 60), 'Stunde', 'Stunden')}`,
  took: (minutes) =>
    minutes < 1
      ? 'Es dauerte weniger als eine Minute.'
      : `Es dauerte ${count(Math.round(minutes), 'Minute', 'Minuten')}.`,
  skipped: (total, byReason) =>
    `${count(total, 'Bild', 'Bilder')} übersprungen: ${byReason
      .map(([reason, number]) => `${number.toLocaleString('de')} ${reasons[reason] ?? reason}`)
      .join(', ')}`,
  unreadable: (channels, more) =>
    `Ich darf ${channels.join(', ')}${more > 0 ? ` und ${more} weitere` : ''} nicht lesen. ` +
    'Dort brauche ich „Kanal ansehen“ und „Nachrichtenverlauf anzeigen“.',
  vanished: (channels) =>
    channels === 1
      ? 'Ein Kanal ist inzwischen verschwunden.'
      : `${channels} Kanäle sind inzwischen verschwunden.`,
  pause: 'Pausieren',
  resume: 'Fortsetzen',
  cancel: 'Abbrechen',
  started: 'Begonnen. Unten zeige ich, wie weit es ist, und neue Bilder dort erfasse ich ab jetzt.',
  startedUnseen:
    'Begonnen, und neue Bilder dort erfasse ich ab jetzt. In diesem Kanal darf ich nicht schreiben, also zeigt ' +
    '`/nachholen stand`, wie weit es ist.',
  startedAgain: (backfills) =>
    backfills === 0
      ? 'Das läuft schon. Siehe `/nachholen stand`.'
      : 'Begonnen: Ich gehe die erfassten Kanäle noch einmal durch. Siehe `/nachholen stand`.',
  paused: (backfills) =>
    `${backfills === 1 ? 'Ein Durchgang ist' : `${backfills} Durchgänge sind`} pausiert. \`/nachholen fortsetzen\` macht an derselben Stelle weiter. Neue Bilder werden weiter erfasst.`,
  resumed: (backfills) =>
    backfills === 1 ? 'Ein Durchgang geht weiter.' : `${backfills} Durchgänge gehen weiter.`,
  cancelled:
    'Abgebrochen. Neue Bilder dort werden nicht mehr erfasst. Was gefunden wurde, bleibt, bis es gelöscht wird oder abläuft.',
  statusTitle: 'Was auf diesem Server erfasst wird',
  nothing: 'Hier wird nichts erfasst. `/nachholen starten` fängt an.',
  indexed: (targets) => `Neue Bilder erfasse ich laufend für ${targets.join(', ')}.`,
  noContent:
    '**Das Erfassen steht still:** Discord lässt mich die Bilder in Nachrichten nicht sehen. Wer mich betreibt, muss ' +
    'unter „Bot“ auf <https://discord.com/developers/applications> „Message Content Intent“ ankreuzen und mich neu starten.',
  schedule: (cron, timeZone, next) =>
    `Ich gehe alles noch einmal durch zu \`${cron}\` (${timeZone}), das nächste Mal am ${next}.`,
  noSchedule: 'Ich gehe nicht mehr von selbst alles noch einmal durch.',
  againOffer:
    'Von früher geposteten Bildern ist nichts von dir gespeichert: Von Leuten, die nicht registriert sind, behalte ich ' +
    'nichts. Um dich darauf zu finden, muss ich sie noch einmal durchgehen.',
  againNews:
    'Seither hat sich jemand registriert, den ich in früheren Bildern finden kann, wenn ich sie noch einmal durchgehe.',
  againAsk: 'Die Moderation kann das mit `/nachholen starten` anstoßen.',
  again: 'Noch einmal durchgehen',
};
