export const whois = {
  title: (recognised: number, faces: number) => {
    if (faces === 1) {
      return recognised === 1 ? 'I recognise this person' : 'I do not recognise this person';
    }
    return recognised === 0
      ? `I recognise none of ${faces} faces`
      : `I recognise ${recognised} of ${faces} faces`;
  },
  picture: (number: number, count: number) => `Picture ${number} of ${count}`,
  onlyFirst: (count: number) => `I look at no more than the first ${count} pictures of a message.`,
  line: (number: number, who: string, band: string) => `**${number}** · ${who} · ${band}`,
  bands: { likely: 'likely', possible: 'possible', unknown: 'unknown' },
  nobody: 'somebody I do not know',
  advice: 'Unknown people may simply not be enrolled here: `/enroll` is for everyone.',
  markedAlt: (recognised: number, faces: number) =>
    faces === 1
      ? `The photo, with one face marked by a box; ${recognised === 1 ? 'recognised' : 'not recognised'}`
      : `The photo, with ${faces} faces marked by numbered boxes; ${recognised} recognised`,
  picturesOf: (who: string) => `Pictures of ${who}`,
  noPictures: 'No picture that you may see here.',
  enrolment: (enrolledBy: string, at: string) => `Enrolled on ${at} by ${enrolledBy}`,
  posted: (author: string, at: string, jumpUrl: string) =>
    `Posted by ${author} on ${at}: [go to the message](${jumpUrl})`,
  pictureAlt: (name: string) => `A picture of ${name}`,
  morePictures: (count: number) =>
    count === 1
      ? 'You may see one more picture of them: `/person find`'
      : `You may see ${count} more pictures of them: \`/person find\``,
  more: (count: number) =>
    count === 1 ? 'One more person is recognised above.' : `${count} more people are recognised above.`,

  name: 'Name a face',
  nameTitle: 'Who is it?',
  nameFace: 'Face',
  nameMember: 'Member of this server',
  nameMemberHint: 'Yourself, or, for moderators, somebody who is then asked',
  nameOther: 'Or the name of somebody who is no member',
  nameOtherHint: 'Moderators only: you state that they agreed',
  notThis: 'A name is wrong? Say who it is not',
  notThisOption: (number: number, name: string) => `Face ${number} is not ${name}`,
  notThisTitle: 'Noted',
  notThisDone: (name: string) =>
    `From now on I will not take that face in that picture for **${name}** again.`,

  whereElse: 'Other pictures with this face',
  whereElseMenu: 'Other pictures with an unknown face',
  whereElseTitle: (number: number) => `Other pictures with face ${number}`,
  whereElseNone: 'There is no other picture that you may see here in which I find that face.',
  whereElseAlt: (number: number, band: string) => `A picture in which face ${number} is ${band}`,
  whereElseNote:
    'This server keeps the faces of people who were never asked, and somebody else may look like this one. ' +
    'Is it you? After `/privacy opt-out` pictures that you posted are not shown here. One that somebody else posted ' +
    'goes when its message is deleted: ask them, or a moderator.',
};
