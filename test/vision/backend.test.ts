import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packageFolder } from '../../src/vision/models.ts';

const run = promisify(execFile);
const backend = new URL('../../src/vision/face-api/backend.ts', import.meta.url);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-backend-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/**
 * Loads the backend in a process of its own where `@tensorflow/tfjs-node` is a package with this code, then again with
 * each that follows.
 */
async function loadWith(...codes: string[]): Promise<{ name: string; fault?: string }[]> {
  const installed = join(folder, '@tensorflow', 'tfjs-node');
  await mkdir(installed, { recursive: true });
  const script = `
    const { writeFileSync } = require('node:fs');
    import(${JSON.stringify(backend.href)}).then(async ({ loadBackend }) => {
      const answers = [];
      for (const code of ${JSON.stringify(codes)}) {
        writeFileSync(${JSON.stringify(join(installed, 'index.js'))}, code);
        const { name, fault } = await loadBackend();
        answers.push({ name, fault });
      }
      process.stdout.write(JSON.stringify(answers));
    });`;
  const { stdout } = await run(process.execPath, ['--import', 'tsx', '--eval', script], {
    env: { ...process.env, NODE_PATH: folder },
  });
  return JSON.parse(stdout);
}

test('takes tfjs-node where it works, else WebAssembly, and says why', async () => {
  // Stands in for the C library, which downloads itself when it is installed. What throws is not kept by Node.
  const tfjs = JSON.stringify(packageFolder('@tensorflow/tfjs'));
  expect(
    await loadWith("throw new Error('no libtensorflow');", `module.exports = require(${tfjs});`),
  ).toEqual([
    { name: 'tfjs-wasm', fault: 'tfjs-node is installed but does not load: no libtensorflow' },
    { name: 'tfjs-node' },
  ]);
});
