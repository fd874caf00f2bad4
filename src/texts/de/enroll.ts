import type { Texts } from '../en.ts';

export const enroll: Texts['enroll'] = {
  noticeTitle: 'Bevor ich mir dein Gesicht merke',
  notice: () =>
    [
      '**Was gespeichert wird:** eine Beschreibung deines Gesichts in Zahlen und eine kleinere Kopie des Fotos.',
      '**Wozu:** damit Mitglieder dieses Servers dich auf seinen Bildern finden. Außerhalb kann das niemand.',
      '**Wer es sieht:** Wer dich hier findet, sieht deinen Namen, dieses Foto und weitere Bilder von dir, die er oder sie sehen darf.',
      '**Wie lange:** bis du widerrufst. `/datenschutz widerrufen` löscht alles auf einmal; wenn du den Server verlassen hast, schick es mir als Direktnachricht.',
      '**Nein sagen:** Wähle „Ablehnen“, und nichts wird gespeichert.',
    ].join('\n'),
  attestationTitle: (name) => `Bevor ich mir ${name} merke`,
  attestation: (name) =>
    [
      `**${name}** ist kein Mitglied dieses Servers, deshalb kann ich nicht selbst fragen.`,
      '**Was gespeichert wird:** eine Beschreibung des Gesichts in Zahlen und eine kleinere Kopie des Fotos.',
      '**Wer es sieht:** Wer die Person auf diesem Server findet, sieht den Namen, dieses Foto und weitere Bilder von ihr, die er oder sie sehen darf.',
      `Mit der Bestätigung erklärst du, dass ${name} (bei einem Kind: ein Elternteil) zugestimmt hat. Deine Erklärung wird festgehalten.`,
    ].join('\n'),
  accept: 'Einverstanden',
  decline: 'Ablehnen',
  never: 'Ablehnen und nie wieder fragen',
  confirm: 'Hat zugestimmt',
  cancel: 'Abbrechen',
  declined: 'Es wurde nichts gespeichert.',
  declinedForGood:
    'Es wurde nichts gespeichert, und niemand kann dich wieder vorschlagen. `/datenschutz zulassen` macht das jederzeit rückgängig.',
  chooseTitle: 'Welches Gesicht ist es?',
  choose: (count) => `Ich sehe ${count} Gesichter. Wähle die Nummer des Gesichts, das ich mir merken soll.`,
  choosePlaceholder: 'Gesicht wählen',
  face: (number) => `Gesicht ${number}`,
  markedAlt: (count) =>
    count === 1
      ? 'Das Foto; ein Gesicht darin ist eingerahmt'
      : `Das Foto; ${count} Gesichter darin sind eingerahmt und nummeriert`,
  working: 'Ich sehe mir das Foto an …',
  enrolledTitle: 'Gemerkt',
  enrolledSelf: (photos) =>
    photos === 1
      ? 'Ab jetzt erkenne ich dich auf diesem Server. Ein zweites Foto, in anderem Licht oder von der Seite, macht mich sicherer.'
      : `Ich kenne dich jetzt von ${photos} Fotos.`,
  enrolledNamed: (name, photos) =>
    photos === 1
      ? `Ab jetzt erkenne ich **${name}** auf diesem Server.`
      : `Ich kenne **${name}** jetzt von ${photos} Fotos.`,

  proposedTitle: 'Die Antwort steht noch aus',
  proposed: (member, days, delivery) => {
    const asked = {
      direct: `Ich habe ${member} per Direktnachricht gefragt.`,
      channel: `Ich habe ${member} in diesem Kanal gefragt, weil Direktnachrichten abgestellt sind.`,
      nowhere: `Ich konnte ${member} nicht erreichen. Bitte sag Bescheid: Die Frage wartet unter \`/datenschutz status\`.`,
    };
    return `${asked[delivery]} Bis zur Zustimmung behalte ich nur eine Kopie des Fotos, und nach ${days} Tagen auch die nicht mehr.`;
  },
  invitationTitle: 'Darf ich mir dein Gesicht merken?',
  invitation: (moderator, server) =>
    `${moderator} möchte, dass ich dich auf Bildern von **${server}** erkenne, und hat mir ein Foto von dir geschickt. Ich zeige es sonst niemandem, wenn du nicht zustimmst.`,
  look: 'Foto ansehen und entscheiden',
  proposal: (moderator, at, until) =>
    `Vorgeschlagen von ${moderator} am ${at}. Ohne Antwort wird das Foto ${until} gelöscht.`,
};
