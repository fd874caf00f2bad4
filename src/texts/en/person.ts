export const person = {
  suggestedMember: (name: string) => `${name} (member)`,
  suggestedMerged: (name: string, into: string) => `${name}, in ${into}`,

  pictures: (count: number) =>
    count === 1 ? 'One picture that you may see' : `${count} pictures that you may see`,
  noPictures: 'There is no picture of them that you may see here.',

  listTitle: (count: number) =>
    count === 1 ? 'One person is enrolled here' : `${count} people are enrolled here`,
  listLine: (who: string, photos: number, by: string, at: string) =>
    `- ${who} · ${photos === 1 ? 'one photo' : `${photos} photos`} · by ${by} ${at}`,
  listEmpty: 'Nobody is enrolled here yet. `/enroll` begins.',

  photos: (photos: number, indexed: number) =>
    `**Kept:** ${photos === 1 ? 'one enrolment photo' : `${photos} enrolment photos`}, found in ${indexed === 1 ? 'one posted picture' : `${indexed} posted pictures`}`,
  enrolledBy: (by: string, at: string) => `**First enrolled:** on ${at} by ${by}`,
  consentSelf: (at: string, version: number) =>
    `**Consent:** accepted by themself on ${at} (text ${version})`,
  consentAttested: (by: string, at: string, version: number) =>
    `**Consent:** attested by ${by} on ${at} (text ${version})`,
  consentMissing: '**Consent:** none, so they are not found',
  merged: (name: string, by: string, at: string) => `**Also known as** ${name} (merged by ${by} on ${at})`,
  moreMerged: (count: number) =>
    `and ${count === 1 ? 'one other name' : `${count} other names`}: \`/person unmerge\` suggests them all`,
  hidden: 'Pictures in channels that you cannot view are not shown here either.',
  removeOne: 'Remove one of these pictures',
  removeEnrolment: (number: number) => `Picture ${number}: remove this photo`,
  removeIndexed: (number: number) => `Picture ${number}: this is not them`,
  pictureTitle: 'Remove this picture?',
  pictureWarning: (name: string) =>
    `An enrolment photo of **${name}** is erased for good. A posted picture stays in Discord and no longer counts as theirs.`,
  pictureButton: 'Remove it',
  photoRemoved: 'That photo is erased, with the face in it.',
  indexedRemoved: 'That picture no longer counts as theirs, and will not again.',

  renamed: (before: string, after: string) => `**${before}** is now called **${after}**.`,
  mergedTitle: 'Merged',
  mergedDone: (from: string, into: string) =>
    `**${from}** and ${into} are one person now. \`/person unmerge\` undoes it exactly.`,
  unmergedTitle: 'Two persons again',
  unmergedDone: (from: string, into: string) =>
    `**${from}** is apart from **${into}** again, with everything that was theirs.`,
  removeTitle: (name: string) => `Erase ${name}?`,
  removeWarning: (photos: number, indexed: number) =>
    `${photos === 1 ? 'One enrolment photo' : `${photos} enrolment photos`} and ${indexed === 1 ? 'one link to a posted picture' : `${indexed} links to posted pictures`} would be erased at once, with every description of their face and their consent. This cannot be undone. The pictures posted in Discord stay there.`,
  removeButton: 'Erase for good',
  removed: (name: string) => `Everything I held of **${name}** is erased.`,
};
