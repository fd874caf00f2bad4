/**
 * For a worker's entry, before all else: with each message to the pool, writes the most memory that this process has
 * had so far. The pool ends its workers from outside, so there is no later moment.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.KITH_MEMORY_RECORDS;
const send = process.send;
if (folder === undefined || send === undefined) {
  throw new Error('this is for the entries of workers that checks/images/examine.ts starts');
}
process.send = new Proxy(send, {
  apply(target, self, message) {
    writeFileSync(join(folder, String(process.pid)), String(process.resourceUsage().maxRSS));
    return Reflect.apply(target, self, message);
  },
});
