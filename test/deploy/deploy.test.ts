import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  argumentsOf,
  commandOf,
  parseCopy,
  parseDockerfile,
  type Stage,
} from '../../checks/image/dockerfile.ts';
import { parseConfig } from '../../src/config/config.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts;
const tracked = execFileSync('git', ['ls-files'], {
  cwd: new URL('../..', import.meta.url),
  encoding: 'utf8',
}).split('\n');

const isThere = (path: string) => tracked.some((file) => file === path || file.startsWith(`${path}/`));

describe('the Dockerfile', () => {
  const [build, image] = parseDockerfile(read('Dockerfile')) as [Stage, Stage];
  const allowed = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));

  it('builds on a slim Debian with a Node.js that Kith supports, and ships on the same', () => {
    expect(build.base).toMatch(/^node:(20|22)-bookworm-slim$/);
    expect(image.base).toBe(build.base);
  });

  it('lets nothing into the build but what it names and Git has', () => {
    expect(read('.dockerignore')).toMatch(/^\*$/m);
    const sources = argumentsOf(build, 'COPY').flatMap((copy) => parseCopy(copy).sources);
    expect(allowed.toSorted()).toEqual(sources.toSorted());
    for (const source of sources) expect(isThere(source), source).toBe(true);
  });

  it('builds and makes the models before it leaves out what only building needs', () => {
    const runs = argumentsOf(build, 'RUN');
    expect(runs).toEqual(['npm ci', 'npm run build && npm run models', 'npm prune --omit=dev']);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['build', 'models']));
    const copied = argumentsOf(image, 'COPY').map(parseCopy);
    expect(copied.every(({ from }) => from === build.name)).toBe(true);
    expect(copied.flatMap(({ sources }) => sources)).toEqual(
      ['package.json', 'node_modules', 'migrations', 'models', 'dist'].map((part) => `/app/${part}`),
    );
  });

  it('runs without root what npm start runs, and asks /healthz for its health', () => {
    expect(argumentsOf(image, 'USER')).toEqual(['1000:1000']);
    const [command = ''] = argumentsOf(image, 'CMD');
    expect(scripts.start).toContain(commandOf(command).join(' '));
    const [health = ''] = argumentsOf(image, 'HEALTHCHECK');
    const port = parseConfig({ DISCORD_TOKEN: 'x' }).http?.port;
    expect(commandOf(health).join(' ')).toContain(`KITH_HTTP_PORT || ${port}}/healthz`);
    expect(argumentsOf(image, 'ENV')).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/TOKEN|PASSWORD/)]),
    );
  });
});

describe('compose.yaml', () => {
  const compose = read('compose.yaml');
  const [, kith = '', database = ''] = compose.split(/^ {2}(?:kith|database):$/m);

  it.each([
    ['kith', kith],
    ['database', database],
  ])('gives %s no rights, no open port and nothing to write to but its volume', (_, service) => {
    expect(service).toMatch(/^ {4}read_only: true$/m);
    expect(service).toMatch(/^ {4}cap_drop:\n {6}- ALL$/m);
    expect(service).toMatch(/^ {6}- no-new-privileges:true$/m);
    expect(service).toMatch(/^ {4}volumes:\n {6}- \w+:\/[\w/]+$/m);
    expect(service).not.toMatch(/ports:|privileged: true|cap_add|network_mode|\/var\/run\/docker/);
  });

  it('keeps the database from everyone but Kith', () => {
    expect(database).toMatch(/^ {4}networks:\n {6}- inside\n/m);
    expect(compose).toMatch(/^ {2}inside:\n {4}internal: true$/m);
    expect(database).toMatch(/image: postgres:\d+-bookworm/);
    expect(kith).toMatch(/condition: service_healthy/);
  });

  it('has settings that Kith takes', () => {
    const url = /DATABASE_URL: (\S+?)\$\{[^}]*\}(\S+)/.exec(kith);
    const environment = {
      DISCORD_TOKEN: 'x',
      DATABASE_URL: `${url?.[1]}0123abcd${url?.[2]}`,
      KITH_DATA_DIR: '/data',
    };
    expect(parseConfig(environment).databaseUrl).toBe('postgresql://kith:0123abcd@database:5432/kith');
  });
});

describe('the systemd unit', () => {
  const unit = read('deploy/systemd/kith.service');
  const unitPath = fileURLToPath(new URL('../../deploy/systemd/kith.service', import.meta.url));
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];

  it('runs what npm start runs, without root', () => {
    expect(scripts.start).toContain(value('ExecStart')?.replace('/usr/bin/', ''));
    expect(value('User')).toBe('kith');
  });

  it('lets the process do little', () => {
    const yes = ['NoNewPrivileges', 'ProtectHome', 'PrivateTmp', 'PrivateDevices', 'PrivateUsers'];
    for (const name of [...yes, 'RestrictNamespaces', 'RestrictSUIDSGID'])
      expect(value(name), name).toBe('yes');
    expect(value('ProtectSystem')).toBe('strict');
    expect(value('CapabilityBoundingSet')).toBe('');
    expect(value('LimitCORE')).toBe('0');
    expect(value('SystemCallFilter')).toBe('@system-service');
  });

  it.skipIf(!existsSync('/usr/bin/systemd-analyze'))(
    'is as closed as systemd can say without running it',
    () => {
      // Exposure in tenths: from 2.0 on systemd-analyze would end with an error.
      const closed = ['security', '--offline=true', '--no-pager', '--threshold=20', unitPath];
      expect(execFileSync('systemd-analyze', closed, { encoding: 'utf8' })).toMatch(/exposure level.*OK/);
    },
  );

  it('stops Kith before its workers and its database, and gives it time', () => {
    expect(value('KillMode')).toBe('mixed');
    expect(Number(value('TimeoutStopSec'))).toBeGreaterThan(10);
  });
});
