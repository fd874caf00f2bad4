// Points git at the hooks in .githooks. Does nothing outside a checkout or in CI (a tarball, a container build).
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (existsSync('.git') && !process.env.CI) {
  try {
    execFileSync('git', ['config', 'core.hooksPath', '.githooks'], { stdio: 'ignore' });
  } catch {
    process.stderr.write('git hooks were not installed: git is not available. Everything else works.\n');
  }
}
