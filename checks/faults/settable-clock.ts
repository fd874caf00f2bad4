/**
 * Loaded into the bot before anything else: for one process, what setting a machine's clock does. On SIGUSR2 its clock
 * goes to so many milliseconds from the real one as the file says that KITH_CLOCK_OFFSET names.
 */
import { readFileSync } from 'node:fs';

const file = process.env.KITH_CLOCK_OFFSET ?? '';
let offset = 0;

globalThis.Date = new Proxy(Date, {
  construct: (date, given) =>
    given.length === 0 ? new date(date.now() + offset) : Reflect.construct(date, given),
  get: (date, key) => (key === 'now' ? () => date.now() + offset : Reflect.get(date, key)),
});
process.on('SIGUSR2', () => {
  offset = Number(readFileSync(file, 'utf8'));
});
