import type { UserErrorContexts } from '../errors/user-error.ts';
import { list, megabytes } from './format.ts';

type ErrorTexts = {
  readonly [Code in keyof UserErrorContexts]: (context: UserErrorContexts[Code]) => string;
};

const errors: ErrorTexts = {
  'no-face': () =>
    'I see no face in that picture. Try one where the face is larger, in good light, and turned to the camera.',
  'face-too-small': ({ size, minimum }) =>
    `The face in that picture is too small: about ${size} pixels, and I need at least ${minimum}. ` +
    'Send a closer or a larger picture, not a thumbnail.',
  'face-too-blurred': () => 'The face in that picture is too blurred to remember well. Send a sharper one.',
  'too-many-faces': ({ count, maximum }) =>
    `There are ${count} faces in that picture; I can handle ${maximum} at a time. Crop it and send the part you mean.`,
  'no-image': () => 'That file is empty. Attach a photo.',
  'image-broken': () =>
    'That picture is damaged and cannot be read. Open it on your device, save it again, and send the new file.',
  'image-too-large': ({ maximum }) =>
    `That file is too large: ${megabytes(maximum)} is the most I can take. Send a smaller copy.`,
  'image-too-many-pixels': ({ megapixels, maximum }) =>
    `That picture has ${Math.round(megapixels)} megapixels; ${maximum} is the most I can take. Send a smaller copy.`,
  'image-unsupported-type': ({ supported }) =>
    `That file is not a picture that I can read. Send a ${list(supported, 'or')}.`,
  'download-failed': () => 'I could not fetch that picture from Discord. Please send it again.',
  'download-timeout': ({ seconds }) =>
    `Discord did not hand me that picture within ${seconds} seconds. Please try again in a moment.`,
  'database-away': () =>
    'My memory is not reachable right now. Nothing was lost; please try again in a minute.',
  busy: ({ retryAfterSeconds }) =>
    `Many pictures are waiting right now. Please try again in about ${retryAfterSeconds} seconds.`,
  restarting: () => 'I am just being restarted. Please try again in a minute.',
  'guild-only': () => 'This works only in a server, because every search stays inside one.',
  'not-allowed': ({ permission }) => `Only moderators can do that here (permission "${permission}").`,
  'name-invalid': ({ maximum }) =>
    `A name needs at least one letter or digit, and at most ${maximum} characters.`,
  'person-and-name': () =>
    'Give either `person`, for a member of this server, or `name`, for somebody who is no member.',
  'member-enrols-themself': ({ memberId }) =>
    `In this server members enrol themselves. Ask <@${memberId}> to run \`/enroll\` with a photo.`,
  'face-of-another': () =>
    'That face is already enrolled for another person here. Send a photo of yourself; if it is one, ask a moderator to enrol you.',
  'choice-expired': () => 'That choice is no longer open. Please run the command again.',
  'not-your-button': () => 'Those buttons are for the person who ran the command.',
};

/** All that Kith says, in English. Other languages have the same shape. */
export const en = {
  errors,
  /** For faults of ours; `id` finds the details in the host's log. */
  unexpected: (id: string) =>
    `Something went wrong on my side, and nothing was changed. If it happens again, tell whoever hosts me this code: \`${id}\`.`,

  enroll: {
    noticeTitle: 'Before I remember your face',
    notice: (server: { readonly retention: string }) =>
      [
        '**What is kept:** a numeric description of your face, and a smaller copy of the photo you sent.',
        '**Why:** so that members of this server can find you in its pictures. Nobody outside it can.',
        '**Who sees it:** whoever asks "who is this?" here sees your name and pictures of you that they may view.',
        `**How long:** ${server.retention}.`,
        '**Say no:** Decline, and nothing is kept. Your photo has not been looked at yet.',
      ].join('\n'),
    retention: 'until you leave, or ask a moderator or the host to remove it',
    attestationTitle: (name: string) => `Before I remember ${name}`,
    attestation: (name: string) =>
      [
        `**${name}** is not a member of this server, so I cannot ask them.`,
        '**What is kept:** a numeric description of their face, and a smaller copy of the photo you sent.',
        '**Who sees it:** whoever asks "who is this?" in this server.',
        `By confirming you state that ${name} (or a parent, for a child) has agreed to this. Your statement is recorded.`,
      ].join('\n'),
    accept: 'Accept',
    decline: 'Decline',
    confirm: 'They agreed',
    cancel: 'Cancel',
    declined: 'Nothing was kept.',
    chooseTitle: 'Which face is it?',
    choose: (count: number) => `I see ${count} faces. Choose the number of the one to remember.`,
    choosePlaceholder: 'Choose a face',
    face: (number: number) => `Face ${number}`,
    markedAlt: (count: number) => `The photo, with ${count} faces marked by numbered boxes`,
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
  },

  whois: {
    title: (recognised: number, faces: number) => {
      if (faces === 1) {
        return recognised === 1 ? 'I recognise this person' : 'I do not recognise this person';
      }
      return recognised === 0
        ? `I recognise none of ${faces} faces`
        : `I recognise ${recognised} of ${faces} faces`;
    },
    line: (number: number, who: string, band: string) => `**${number}** · ${who} · ${band}`,
    bands: { likely: 'likely', possible: 'possible', unknown: 'unknown' },
    nobody: 'somebody I do not know',
    advice: 'Unknown people may simply not be enrolled here: `/enroll` is for everyone.',
    markedAlt: (recognised: number, faces: number) =>
      `The photo, with ${faces} faces marked by numbered boxes; ${recognised} recognised`,
    picturesOf: (who: string) => `Pictures of ${who}`,
    noPictures: 'No picture that you may see here.',
    enrolment: (enrolledBy: string, at: string) => `Enrolled ${at} by ${enrolledBy}`,
    posted: (author: string, at: string, jumpUrl: string) =>
      `Posted by ${author} ${at}: [go to the message](${jumpUrl})`,
    pictureAlt: (name: string) => `A picture of ${name}`,
    more: (count: number) =>
      count === 1 ? 'One more person is recognised above.' : `${count} more people are recognised above.`,
  },
};

export type Texts = typeof en;
