import type { UserErrorContexts } from '../../errors/user-error.ts';
import { type DurationUnits, duration, list, megabytes } from '../format.ts';

export type ErrorTexts = {
  readonly [Code in keyof UserErrorContexts]: (context: UserErrorContexts[Code]) => string;
};

const units: DurationUnits = { second: ['second', 'seconds'], minute: ['minute', 'minutes'] };

export const errors: ErrorTexts = {
  'no-face': () =>
    'I see no face in that picture. Try one where the face is larger, in good light, and turned to the camera.',
  'face-too-small': ({ size, minimum }) =>
    `The face in that picture is too small: about ${size} pixels, and I need at least ${minimum}. ` +
    'Send a closer or a larger picture, not a thumbnail.',
  'face-too-blurred': () => 'The face in that picture is too blurred to remember well. Send a sharper one.',
  'face-turned-away': () =>
    'The face in that picture looks too far to the side to remember well. Send one where it is turned to the camera.',
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
  'analysis-failed': () =>
    'I did not get to the end of that picture. Please try again; if it fails again, send a smaller copy of it.',
  'download-failed': () => 'I could not fetch that picture from Discord. Please send it again.',
  'download-timeout': ({ seconds }) =>
    `Discord did not hand me that picture within ${seconds} seconds. Please try again in a moment.`,
  'database-away': () =>
    'My memory is not reachable right now. Nothing was lost; please try again in a minute.',
  'storage-full': () =>
    'I have no room left to remember anything, so nothing was kept. Whoever hosts me has to make room on the disk.',
  busy: ({ retryAfterSeconds }) =>
    `Many pictures are waiting right now. Please try again in about ${duration(retryAfterSeconds, units)}.`,
  restarting: () => 'I am being restarted right now. Please try again in a minute.',
  'guild-only': () => 'This works only in a server, because every search stays inside one.',
  'not-allowed': ({ permission }) => `Only moderators can do that here (permission "${permission}").`,
  'name-invalid': ({ maximum }) =>
    `A name needs at least one letter or digit, and at most ${maximum} characters.`,
  'person-and-name': () =>
    'Give either `person`, for a member of this server, or `name`, for somebody who is no member.',
  'member-enrols-themself': ({ memberId }) =>
    `In this server members enrol themselves. Ask <@${memberId}> to run \`/enroll\` with a photo. ` +
    'Moderators can propose members where `/settings` lets them.',
  'face-of-another': () =>
    'That face is already enrolled for another person here. Send a photo of yourself; if it is one, ask a moderator to propose you.',
  'choice-expired': () => 'That choice is no longer open. Please run the command again.',
  'not-your-button': () => 'Those buttons are for the person whom they were shown to.',
  'slow-down': ({ retryAfterSeconds, of }) =>
    of === 'user'
      ? `That was a lot in a short time. Please try again in ${duration(retryAfterSeconds, units)}.`
      : `This server has asked a lot in a short time. Please try again in ${duration(retryAfterSeconds, units)}.`,
  'admins-only': ({ permission }) =>
    `Only administrators of this server can do that (permission "${permission}").`,
  'searchers-only': ({ roleId }) => `In this server only members with the role <@&${roleId}> may search.`,
  'setting-invalid': () =>
    'That value is not possible. Give a whole number of days within the limits that the form names.',
  'cannot-post': ({ channelId }) =>
    `I may not write in <#${channelId}>. Let me view it and send messages there, or choose another channel.`,
  'member-opted-out': ({ memberId }) =>
    `They do not want to be enrolled or asked: <@${memberId}> has said so, and only they can change that.`,
  'member-declined': ({ memberId, days }) =>
    `They said no: <@${memberId}> declined less than ${days} days ago, and is not asked again so soon. They can use \`/enroll\` themselves at any time.`,
  'you-opted-out': () =>
    'You have opted out of being enrolled here. If you changed your mind, run `/privacy opt-in` first.',
  'not-a-member': () =>
    'That user is no member of this server, or a bot. For somebody who is not here, give `name` instead.',
  'name-of-member': ({ memberId }) =>
    `That name belongs to <@${memberId}>, who is a member. Give \`person\` instead of \`name\`.`,
  'name-taken': () => 'Somebody else here has that name. Choose another one, or merge the two.',
  'nobody-named': () => 'Choose a member, or write a name: I need to know who it is.',
  'proposal-over': () =>
    'That question is no longer open: it was answered, withdrawn or left open for too long.',
  'no-pictures': () => 'There is no picture in that message that I could look at.',
  'no-such-person': () => 'I know nobody of that name here. Choose one of the suggestions while you type.',
  'several-people': () =>
    'More than one person has that name. Choose the one you mean from the suggestions while you type.',
  'merge-with-itself': () => 'That is one and the same person already. Choose two different ones.',
  'merge-of-members': () =>
    'Both are members of this server, and each answers for their own pictures, so they stay two persons.',
  'unmerge-later-first': () =>
    'The person they were merged into was merged again since. Undo the later merge first.',
  'not-in-photo': () => 'I take nobody in that photo for that person, so there is nothing to correct.',
  'photo-gone': () => 'That picture is gone already. Run the command again to see what there is.',
  'nothing-held': () => 'I hold nothing about you here, so there is nothing to show, export or erase.',
  'message-content-missing': () =>
    'Discord does not let me see the pictures in messages. Whoever hosts me has to tick "Message Content Intent" ' +
    'under "Bot" at <https://discord.com/developers/applications> and start me again.',
  'nobody-enrolled': () =>
    'Nobody is enrolled here yet, and of others I keep nothing, so there would be nothing to find. ' +
    'Start again when the first members have run `/enroll`.',
  'channel-unreadable': ({ channelId }) =>
    `I may not read <#${channelId}>. Give me the permissions "View Channel" and "Read Message History" there.`,
  'channel-excluded': ({ channelId }) =>
    `The settings of this server say that I leave <#${channelId}> alone.`,
  'backfill-running': ({ channelId }) =>
    `That is under way already${channelId === null ? ' for the whole server' : ` in <#${channelId}>`}. ` +
    'See `/backfill status`.',
  'no-backfill': () => 'There is nothing under way that this could apply to. See `/backfill status`.',
  'since-invalid': () =>
    'I do not understand that date. Write it as year, month and day, such as `2024-05-31`, and not in the future.',
  'time-zone-unknown': () =>
    'I do not know that time zone. Choose one of the suggestions while you type, such as `Europe/Vienna`.',
  'cron-invalid': ({ hours }) =>
    'That is no timetable that I can follow. Give minute, hour, day, month and weekday, such as `0 4 * * 1`, ' +
    `with at least ${hours} hours between two runs.`,
};
