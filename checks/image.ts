/**
 * npm run check:image: does what the Dockerfile says, in folders of this machine instead of an image, for where there
 * is no Docker. Builds from what Git has, with the commands of its RUN lines; copies what its COPY lines copy; starts
 * its CMD as its USER, who can write nothing but the data directory, against a stand-in for Discord; asks its
 * HEALTHCHECK; and stops it. Needs npm's registry. It cannot check the base images and the kernel's isolation.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Sandbox } from '../sandbox/index.ts';
import { argumentsOf, commandOf, parseCopy, parseDockerfile, type Stage } from './image/dockerfile.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const [build, image] = parseDockerfile(await readFile(join(repository, 'Dockerfile'), 'utf8'));
if (build === undefined || image === undefined) throw new Error('the Dockerfile has two stages');

/** As compose.yaml grants it between SIGTERM and SIGKILL. */
const stopMs = 20_000;
const startMs = 120_000;
const port = 19_464;
/** Root can become the image's user; whoever else checks has no more rights than they have. */
const [uid, gid] = (argumentsOf(image, 'USER')[0] ?? '').split(':').map(Number);
const user = process.getuid?.() === 0 ? { uid, gid } : {};

/** Every COPY of the Dockerfile keeps a file's path within the repository. */
async function copyFiles(from: string, to: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await cp(join(from, path), join(to, path), { recursive: true, verbatimSymlinks: true });
  }
}

/** What is not committed is in no image. */
function tracked(path: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--', path], { cwd: repository, encoding: 'utf8' });
  return listed.split('\0').filter((file) => file !== '');
}

const npmSettings = Object.entries(process.env).filter(([name]) =>
  /^(PATH|HOME|npm_config_registry)$/i.test(name),
);

async function buildIn(folder: string, { instructions }: Stage): Promise<void> {
  for (const { keyword, argument } of instructions) {
    if (keyword === 'COPY') {
      await copyFiles(repository, folder, parseCopy(argument).sources.flatMap(tracked));
    } else if (keyword === 'RUN') {
      console.log(`RUN ${argument}`);
      execFileSync('sh', ['-c', argument], {
        cwd: folder,
        env: Object.fromEntries(npmSettings),
        stdio: 'inherit',
      });
    }
  }
}

interface Run {
  readonly output: () => string;
  readonly ended: Promise<number | null>;
  stop(): Promise<number | null>;
}

function run(folder: string, [command = '', ...parameters]: string[], env: Record<string, string>): Run {
  const child = spawn(command, parameters, {
    ...{ cwd: folder, env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env }, ...user },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return {
    output: () => output,
    ended,
    async stop() {
      child.kill('SIGTERM');
      const code = await Promise.race([ended, sleep(stopMs, 'late' as const, { ref: false })]);
      if (code !== 'late') return code;
      child.kill('SIGKILL');
      throw new Error(`it did not stop within ${stopMs} ms`);
    },
  };
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not so: ${what}`);
  console.log(`so it is: ${what}`);
}

async function startAndStop(folder: string, dataDirectory: string, stage: Stage): Promise<void> {
  const [start = [], healthCheck = []] = ['CMD', 'HEALTHCHECK'].map((keyword) =>
    commandOf(argumentsOf(stage, keyword)[0] ?? ''),
  );
  const wrong = run(folder, start, { KITH_ENGINE: 'fast' });
  must((await wrong.ended) === 1, 'without a token it ends with 1');
  must(
    /DISCORD_TOKEN/.test(wrong.output()) && !/at .*\.js:\d+/.test(wrong.output()),
    'and says why, without a stack',
  );

  const discord = await Sandbox.start();
  const { token } = discord.createApplication({ name: 'Kith' });
  const environment = {
    DISCORD_TOKEN: token,
    KITH_DATA_DIR: dataDirectory,
    KITH_DISCORD_API: discord.restUrl,
    KITH_ATTACHMENT_ORIGINS: discord.cdnOrigin,
    KITH_HTTP_PORT: String(port),
    KITH_VISION_WORKERS: '1',
  };
  const kith = run(folder, start, environment);
  try {
    const until = Date.now() + startMs;
    while (!kith.output().includes('kith is ready')) {
      if (Date.now() > until) throw new Error(`it did not start:\n${kith.output()}`);
      await Promise.race([sleep(200), kith.ended.then(() => Promise.reject(new Error(kith.output())))]);
    }
    must(true, 'as a user who can write nothing but its data, it starts and is ready');
    must(/"engine":"native"/.test(kith.output()), 'with the native engine');
    must((await run(folder, healthCheck, environment).ended) === 0, 'its health check passes');
    must((await fetch(`http://127.0.0.1:${port}/readyz`)).ok, '/readyz says ready');
    must((await kith.stop()) === 0, 'SIGTERM ends it in order');
    must((await run(folder, healthCheck, environment).ended) === 1, 'and its health check fails');
  } finally {
    await kith.stop();
    await discord.stop();
  }
}

const root = await mkdtemp(join(tmpdir(), 'kith-image-'));
try {
  await chmod(root, 0o755);
  const [stage, app, data] = ['build', 'app', 'data'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [stage, app, data]) await mkdir(folder);
  if (user.uid !== undefined && user.gid !== undefined) await chown(data, user.uid, user.gid);
  await buildIn(stage, build);
  const copied = argumentsOf(image, 'COPY').flatMap((argument) => parseCopy(argument).sources);
  await copyFiles(
    stage,
    app,
    copied.map((path) => path.replace(/^\/app\//, '')),
  );
  console.log(execFileSync('du', ['-sh', app], { encoding: 'utf8' }).trim());
  await startAndStop(app, data, image);
} finally {
  await rm(root, { recursive: true, force: true });
}
