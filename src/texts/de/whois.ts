import type { Texts } from '../en.ts';

export const whois: Texts['whois'] = {
  title: (recognised, faces) => {
    if (faces === 1) {
      return recognised === 1 ? 'Diese Person erkenne ich' : 'Diese Person erkenne ich nicht';
    }
    return recognised === 0
      ? `Ich erkenne keines von ${faces} Gesichtern`
      : `Ich erkenne ${recognised} von ${faces} Gesichtern`;
  },
  picture: (number, count) => `Bild ${number} von ${count}`,
  onlyFirst: (count) => `Ich sehe mir nur die ersten ${count} Bilder einer Nachricht an.`,
  line: (number, who, band) => `**${number}** · ${who} · ${band}`,
  bands: { likely: 'wahrscheinlich', possible: 'möglich', unknown: 'unbekannt' },
  nobody: 'jemand, den ich nicht kenne',
  advice: 'Wer unbekannt ist, ist hier vielleicht nur nicht registriert: `/registrieren` steht allen offen.',
  markedAlt: (recognised, faces) =>
    faces === 1
      ? `Das Foto; ein Gesicht darin ist eingerahmt und ${recognised === 1 ? 'erkannt' : 'nicht erkannt'}`
      : `Das Foto; ${faces} Gesichter darin sind eingerahmt und nummeriert, ${recognised} davon erkannt`,
  picturesOf: (who) => `Bilder von ${who}`,
  noPictures: 'Kein Bild, das du hier sehen darfst.',
  enrolment: (enrolledBy, at) => `Registriert am ${at} von ${enrolledBy}`,
  posted: (author, at, jumpUrl) => `Gepostet von ${author} am ${at}: [zur Nachricht](${jumpUrl})`,
  pictureAlt: (name) => `Ein Bild von ${name}`,
  morePictures: (count) =>
    count === 1
      ? 'Du darfst noch ein weiteres Bild sehen: `/person finden`'
      : `Du darfst noch ${count} weitere Bilder sehen: \`/person finden\``,
  more: (count) =>
    count === 1 ? 'Oben ist eine weitere Person erkannt.' : `Oben sind ${count} weitere Personen erkannt.`,

  name: 'Ein Gesicht benennen',
  nameTitle: 'Wer ist es?',
  nameFace: 'Gesicht',
  nameMember: 'Mitglied dieses Servers',
  nameMemberHint: 'Du selbst oder, als Moderation, jemand, der dann gefragt wird',
  nameOther: 'Oder der Name von jemand anderem',
  nameOtherHint: 'Nur Moderation, für Nichtmitglieder: Du erklärst, dass die Person zugestimmt hat',
  notThis: 'Stimmt ein Name nicht? Sag, wer es nicht ist',
  notThisOption: (number, name) => `Gesicht ${number} ist nicht ${name}`,
  notThisTitle: 'Notiert',
  notThisDone: (name) => `Ab jetzt halte ich dieses Gesicht auf diesem Bild nicht mehr für **${name}**.`,

  whereElse: 'Andere Bilder mit diesem Gesicht',
  whereElseMenu: 'Andere Bilder mit einem unbekannten Gesicht',
  whereElseTitle: (number) => `Andere Bilder mit Gesicht ${number}`,
  whereElseNone: 'Es gibt kein anderes Bild, das du hier sehen darfst und auf dem ich dieses Gesicht finde.',
  whereElseAlt: (number, band) => `Ein Bild, auf dem Gesicht ${number} ${band} ist`,
  whereElseNote:
    'Dieser Server behält die Gesichter von Menschen, die nie gefragt wurden, und jemand anderes kann diesem ähnlich ' +
    'sehen. Bist du es? Nach `/datenschutz widersprechen` werden Bilder, die du gepostet hast, hier nicht gezeigt. Eines, ' +
    'das jemand anderes gepostet hat, verschwindet, wenn die Nachricht gelöscht wird: Bitte sie darum oder die Moderation.',
};
