import cronParser from 'cron-parser';
import { UserError } from '../../errors/user-error.ts';

/** When something recurs. */
export interface Timetable {
  /** Minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  /** IANA name, such as `Europe/Vienna`. */
  readonly timeZone: string;
}

/** At night, when a server is quiet. */
export const presets = {
  daily: '0 4 * * *',
  weekly: '0 4 * * 1',
  monthly: '0 4 1 * *',
} as const;

export type Preset = keyof typeof presets;

/** Reading every channel again more often than that would only keep Discord busy. */
const shortestHours = 6;

/** @returns the time zone as it is written. @throws UserError `time-zone-unknown` */
export function checkTimeZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name.trim() }).resolvedOptions().timeZone;
  } catch {
    throw new UserError('time-zone-unknown', {});
  }
}

/** @throws UserError `cron-invalid` for what is no timetable of five fields, or one that comes round too often. */
export function checkTimetable({ cron, timeZone }: Timetable, now: Date): Timetable {
  const fields = cron.trim().split(/\s+/);
  const timetable = { cron: fields.join(' '), timeZone };
  try {
    if (fields.length !== 5) throw new RangeError('not five fields');
    requireRare(timetable, now);
  } catch (cause) {
    throw new UserError('cron-invalid', { hours: shortestHours }, { cause });
  }
  return timetable;
}

function requireRare(timetable: Timetable, now: Date): void {
  let last = nextTime(timetable, now);
  for (let round = 0; round < 10; round++) {
    const next = nextTime(timetable, last);
    // A clock that is put forward takes an hour away.
    if (next.getTime() - last.getTime() < (shortestHours - 1) * 3_600_000) {
      throw new RangeError('comes round too often');
    }
    last = next;
  }
}

/** The first time after that moment. */
export function nextTime({ cron, timeZone }: Timetable, after: Date): Date {
  return cronParser.parseExpression(cron, { tz: timeZone, currentDate: after }).next().toDate();
}
