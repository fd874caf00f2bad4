import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkTimetable,
  checkTimeZone,
  nextTime,
  presets,
} from '../../../src/services/backfill/timetable.ts';

const now = new Date('2024-03-28T12:00:00Z');

describe('a timetable', () => {
  it('means the clock of its time zone, also when that is put forward', () => {
    const daily = { cron: presets.daily, timeZone: 'Europe/Vienna' };
    const times = [now];
    for (let round = 0; round < 4; round++) times.push(nextTime(daily, times[round] ?? now));
    expect(times.slice(1).map((time) => time.toISOString())).toEqual([
      '2024-03-29T03:00:00.000Z',
      '2024-03-30T03:00:00.000Z',
      // Summer time begins that night.
      '2024-03-31T02:00:00.000Z',
      '2024-04-01T02:00:00.000Z',
    ]);
  });

  it.each(Object.values(presets))('is allowed to be %s', (cron) => {
    expect(checkTimetable({ cron, timeZone: 'UTC' }, now)).toEqual({ cron, timeZone: 'UTC' });
  });

  it.each(['0 */6 * * *', ' 30  4 * * 1-5 '])('is allowed to be "%s"', (cron) => {
    expect(checkTimetable({ cron, timeZone: 'Europe/Vienna' }, now).cron).toBe(
      cron.trim().replace(/\s+/g, ' '),
    );
  });

  it.each([
    '',
    '* * * * *',
    '0 * * * *',
    '0 4,5 * * *',
    '0 4 * *',
    '0 0 4 * * *',
    '61 4 * * *',
    '@daily',
    '0 4 30 2 *',
  ])('is not "%s"', (cron) => {
    const check = () => checkTimetable({ cron, timeZone: 'UTC' }, now);
    const cause = expect.any(Error);
    expect(check).toThrow(expect.objectContaining({ code: 'cron-invalid', context: { hours: 6 }, cause }));
  });

  const field = fc.oneof(
    fc.constantFrom('*', '0', '4', '1-5', '*/6', '30', '1,15', 'L', '#', '?', '-1', '1-', 'mon', '99', '0/0'),
    fc.string({ unit: fc.constantFrom(...'0123456789*/,-LW#?abc'), maxLength: 5 }),
  );
  const cron = fc.oneof(
    fc.array(field, { maxLength: 7 }).map((fields) => fields.join(' ')),
    fc.string(),
  );

  it('is refused, or comes round rarely enough, whatever is typed', () => {
    fc.assert(
      fc.property(cron, (typed) => {
        let timetable: ReturnType<typeof checkTimetable>;
        try {
          timetable = checkTimetable({ cron: typed, timeZone: 'Europe/Vienna' }, now);
        } catch (error) {
          expect(error).toMatchObject({ code: 'cron-invalid' });
          return;
        }
        const first = nextTime(timetable, now);
        expect(nextTime(timetable, first).getTime() - first.getTime()).toBeGreaterThanOrEqual(5 * 3_600_000);
      }),
      { numRuns: 300 },
    );
  });

  it('has a time zone or none, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        try {
          expect(checkTimeZone(typed)).not.toBe('');
        } catch (error) {
          expect(error).toMatchObject({ code: 'time-zone-unknown' });
        }
      }),
    );
  });

  it('needs a time zone that there is', () => {
    expect(checkTimeZone(' europe/vienna ')).toBe('Europe/Vienna');
    expect(() => checkTimeZone('Moon/Sea')).toThrow('time-zone-unknown');
  });
});
