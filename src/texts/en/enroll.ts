/** Where a member was asked: by direct message, in the channel, or not at all. */
export type Delivery = 'direct' | 'channel' | 'nowhere';

export const enroll = {
  noticeTitle: 'Before I remember your face',
  notice: () =>
    [
      '**What is kept:** a numeric description of your face, and a smaller copy of the photo.',
      '**Why:** so that members of this server can find you in its pictures. Nobody outside it can.',
      '**Who sees it:** whoever finds you here sees your name, this photo, and other pictures of you that they may view.',
      '**How long:** until you withdraw. `/privacy withdraw` erases all of it at once; after you have left the server, send it to me as a direct message.',
      '**Say no:** press Decline, and nothing is kept.',
    ].join('\n'),
  attestationTitle: (name: string) => `Before I remember ${name}`,
  attestation: (name: string) =>
    [
      `**${name}** is not a member of this server, so I cannot ask them.`,
      '**What is kept:** a numeric description of their face, and a smaller copy of the photo.',
      '**Who sees it:** whoever finds them in this server sees the name, this photo, and other pictures of them that they may view.',
      `By confirming you state that ${name} (or a parent, for a child) has agreed to this. Your statement is recorded.`,
    ].join('\n'),
  accept: 'Accept',
  decline: 'Decline',
  never: 'Decline, and never ask me again',
  confirm: 'They agreed',
  cancel: 'Cancel',
  declined: 'Nothing was kept.',
  declinedForGood:
    'Nothing was kept, and nobody can propose you again. `/privacy opt-in` undoes that whenever you like.',
  chooseTitle: 'Which face is it?',
  choose: (count: number) => `I see ${count} faces. Choose the number of the one to remember.`,
  choosePlaceholder: 'Choose a face',
  face: (number: number) => `Face ${number}`,
  markedAlt: (count: number) =>
    count === 1
      ? 'The photo, with one face marked by a box'
      : `The photo, with ${count} faces marked by numbered boxes`,
  working: 'Looking at the photo…',
  enrolledTitle: 'Remembered',
  enrolledSelf: (photos: number) =>
    photos === 1
      ? 'I will recognise you in this server from now on. A second photo, in other light or from another angle, makes me surer.'
      : `I now know you from ${photos} photos.`,
  enrolledNamed: (name: string, photos: number) =>
    photos === 1
      ? `I will recognise **${name}** in this server from now on.`
      : `I now know **${name}** from ${photos} photos.`,

  proposedTitle: 'Waiting for their word',
  proposed: (member: string, days: number, delivery: Delivery) => {
    const asked = {
      direct: `I have asked ${member} by direct message.`,
      channel: `I have asked ${member} in this channel, as they take no direct messages.`,
      nowhere: `I could not reach ${member}: please ask them to run \`/privacy status\`, where the question waits.`,
    };
    return `${asked[delivery]} Until they accept, I only keep a copy of the photo, and after ${days} days not even that.`;
  },
  invitationTitle: 'May I remember your face?',
  invitation: (moderator: string, server: string) =>
    `${moderator} would like me to recognise you in pictures of **${server}**, and has sent me a photo of you. I show it to nobody else unless you agree.`,
  look: 'See the photo and decide',
  proposal: (moderator: string, at: string, until: string) =>
    `${moderator} proposed this on ${at}. Without an answer the photo is erased ${until}.`,
};
