// Commit subjects are conventional: type(scope): what it does, at most 72 characters.
import { readFileSync } from 'node:fs';

const subject = readFileSync(process.argv[2], 'utf8').split('\n', 1)[0];
const conventional =
  /^(feat|fix|perf|refactor|test|docs|build|ci|chore|revert)(\([a-z0-9-]+\))?!?: \S.*$|^(Merge|fixup!|squash!|Revert) /;
if (!conventional.test(subject) || subject.length > 72) {
  process.stderr.write(
    `commit-msg: "${subject}" is not of the form "type(scope): subject" in 72 characters.\n` +
      'Types: feat, fix, perf, refactor, test, docs, build, ci, chore, revert.\n',
  );
  process.exit(1);
}
