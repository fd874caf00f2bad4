/** By the codes of the errors that a single picture can meet. */
const reasons: Readonly<Record<string, string>> = {
  'download-failed': 'could not be fetched',
  'download-timeout': 'took too long to fetch',
  'analysis-failed': 'could not be analysed',
  'no-image': 'empty files',
  'image-broken': 'damaged',
  'image-too-large': 'too large',
  'image-too-many-pixels': 'too many pixels',
  'image-unsupported-type': 'no picture that I can read',
};

const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

export const backfill = {
  wholeServer: 'the whole server',
  titles: {
    preparing: (where: string) => `About to index ${where}`,
    running: (where: string) => `Indexing ${where}`,
    paused: (where: string) => `Paused: indexing ${where}`,
    cancelled: (where: string) => `Cancelled: indexing ${where}`,
    done: (where: string) => `Indexed ${where}`,
  },
  preparing: 'I am listing the channels and threads.',
  channels: (done: number, all: number) => `${count(done, 'channel', 'channels')} of ${all} done`,
  pictures: (pictures: number, messages: number) =>
    `${count(pictures, 'picture', 'pictures')} in ${count(messages, 'message', 'messages')}`,
  known: (known: number) => `${count(known, 'picture', 'pictures')} of them known before`,
  faces: (kept: number, found: number) =>
    `${count(kept, 'face', 'faces')} kept of ${found.toLocaleString('en')} seen`,
  facesOfEnrolled: 'Only faces of enrolled people are kept; all others were forgotten at once.',
  pace: (perSecond: number) => `${perSecond.toFixed(1)} pictures a second`,
  left: (minutes: number) =>
    minutes < 1
      ? 'less than a minute left'
      : minutes < 120
        ? `about ${count(Math.round(minutes), 'minute', 'minutes')} left`
        : `about ${count(Math.round(minutes / 60), 'hour', 'hours')} left`,
  took: (minutes: number) =>
    minutes < 1
      ? 'It took less than a minute.'
      : `It took ${count(Math.round(minutes), 'minute', 'minutes')}.`,
  skipped: (total: number, byReason: readonly (readonly [string, number])[]) =>
    `${count(total, 'picture', 'pictures')} skipped: ${byReason
      .map(([reason, number]) => `${number.toLocaleString('en')} ${reasons[reason] ?? reason}`)
      .join(', ')}`,
  unreadable: (channels: readonly string[], more: number) =>
    `I may not read ${channels.join(', ')}${more > 0 ? ` and ${more} more` : ''}. ` +
    'I need the permissions "View Channel" and "Read Message History" there.',
  vanished: (channels: number) => `${count(channels, 'channel', 'channels')} vanished meanwhile.`,
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel',
  started: 'Started. I show below how far it is, and new pictures there are indexed from now on.',
  startedUnseen:
    'Started, and new pictures there are indexed from now on. I may not write in this channel, so use ' +
    '`/backfill status` to see how far it is.',
  startedAgain: (backfills: number): string =>
    backfills === 0
      ? 'That is under way already. See `/backfill status`.'
      : 'Started: I go through the indexed channels again. See `/backfill status`.',
  paused: (backfills: number) =>
    `${count(backfills, 'backfill is', 'backfills are')} paused. \`/backfill resume\` goes on from the same place. New pictures are still indexed.`,
  resumed: (backfills: number) => `${count(backfills, 'backfill goes', 'backfills go')} on.`,
  cancelled:
    'Cancelled. New pictures there are no longer indexed. What was found stays until it is deleted or expires.',
  statusTitle: 'Indexing in this server',
  nothing: 'Nothing is indexed here. `/backfill start` begins.',
  indexed: (targets: readonly string[]) => `New pictures are indexed in ${targets.join(', ')}.`,
  noContent:
    '**Indexing stands still:** Discord does not let me see the pictures in messages. Whoever hosts me has to tick ' +
    '"Message Content Intent" under "Bot" at <https://discord.com/developers/applications> and start me again.',
  schedule: (cron: string, timeZone: string, next: string) =>
    `I go through everything again at \`${cron}\` (${timeZone}), next on ${next}.`,
  noSchedule: 'I no longer go through everything again by myself.',
  againOffer:
    'Pictures that were posted before now were not kept for you: of people who are not enrolled I keep nothing. ' +
    'To find you in them, I have to go through them again.',
  againNews: 'Somebody enrolled since, whom I may find in earlier pictures when I go through them again.',
  againAsk: 'A moderator can start that with `/backfill start`.',
  again: 'Go through them again',
};
