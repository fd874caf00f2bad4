import type { Texts } from '../en.ts';

const enrolmentPhotos = (count: number): string =>
  count === 1 ? 'ein Registrierungsfoto' : `${count} Registrierungsfotos`;

export const person: Texts['person'] = {
  suggestedMember: (name) => `${name} (Mitglied)`,
  suggestedMerged: (name, into) => `${name}, in ${into}`,

  pictures: (count) =>
    count === 1 ? 'Ein Bild, das du sehen darfst' : `${count} Bilder, die du sehen darfst`,
  noPictures: 'Es gibt kein Bild, das du hier sehen darfst.',

  listTitle: (count) =>
    count === 1 ? 'Eine Person ist hier registriert' : `${count} Personen sind hier registriert`,
  listLine: (who, photos, by, at) =>
    `- ${who} · ${photos === 1 ? 'ein Foto' : `${photos} Fotos`} · von ${by} am ${at}`,
  listEmpty: 'Hier ist noch niemand registriert. `/registrieren` macht den Anfang.',

  photos: (photos, indexed) =>
    `**Gespeichert:** ${enrolmentPhotos(photos)}, gefunden auf ${indexed === 1 ? 'einem geposteten Bild' : `${indexed} geposteten Bildern`}`,
  enrolledBy: (by, at) => `**Zuerst registriert:** am ${at} von ${by}`,
  consentSelf: (at, version) => `**Einwilligung:** am ${at} selbst gegeben (Text ${version})`,
  consentAttested: (by, at, version) => `**Einwilligung:** am ${at} bezeugt von ${by} (Text ${version})`,
  consentMissing: '**Einwilligung:** keine, also wird die Person nicht gefunden',
  merged: (name, by, at) => `**Auch bekannt als** ${name} (am ${at} zusammengeführt von ${by})`,
  moreMerged: (count) =>
    `und ${count === 1 ? 'ein weiterer Name' : `${count} weitere Namen`}: \`/person trennen\` schlägt alle vor`,
  hidden: 'Bilder aus Kanälen, die du nicht sehen darfst, zeige ich auch hier nicht.',
  removeOne: 'Eines dieser Bilder entfernen',
  removeEnrolment: (number) => `Bild ${number}: dieses Foto löschen`,
  removeIndexed: (number) => `Bild ${number}: das ist jemand anderes`,
  pictureTitle: 'Dieses Bild entfernen?',
  pictureWarning: (name) =>
    `Ein Registrierungsfoto von **${name}** wird endgültig gelöscht. Ein gepostetes Bild bleibt in Discord und gilt nicht mehr als Bild dieser Person.`,
  pictureButton: 'Entfernen',
  photoRemoved: 'Das Foto ist gelöscht, mit dem Gesicht darauf.',
  indexedRemoved: 'Das Bild gilt nicht mehr als Bild dieser Person, auch künftig nicht.',

  renamed: (before, after) => `**${before}** heißt jetzt **${after}**.`,
  mergedTitle: 'Zusammengeführt',
  mergedDone: (from, into) =>
    `**${from}** und ${into} sind jetzt eine Person. \`/person trennen\` macht es genau rückgängig.`,
  unmergedTitle: 'Wieder zwei Personen',
  unmergedDone: (from, into) =>
    `**${from}** ist wieder von **${into}** getrennt, mit allem, was dazugehörte.`,
  removeTitle: (name) => `${name} löschen?`,
  removeWarning: (photos, indexed) =>
    `Sofort gelöscht würden ${enrolmentPhotos(photos)} und ${indexed === 1 ? 'ein Link zu einem geposteten Bild' : `${indexed} Links zu geposteten Bildern`}, dazu jede Beschreibung des Gesichts und die Einwilligung. Das lässt sich nicht rückgängig machen. Die Bilder in Discord bleiben dort.`,
  removeButton: 'Endgültig löschen',
  removed: (name) => `Alles, was ich von **${name}** hatte, ist gelöscht.`,
};
