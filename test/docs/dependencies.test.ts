import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { licencesDocument, licencesPath, shippedPackages } from '../../scripts/licences/licences-document.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const manifest: Record<'dependencies' | 'devDependencies', Record<string, string>> = JSON.parse(
  read('package.json'),
);
const [, shipped = '', development = ''] = read('docs/dependencies.md').split(/^## /m);

/** The rows of a section's table. */
function rows(section: string) {
  return [...section.matchAll(/^\| `(.+?)` \| (.+?) \| (.+?) \|$/gm)].map(
    ([, name = '', reason = '', licence]) => ({
      name,
      reason,
      licence,
    }),
  );
}

function licenceOf(name: string): string {
  const file =
    createRequire(import.meta.url)
      .resolve.paths('')
      ?.map((path) => `${path}/${name}/package.json`) ?? [];
  for (const path of file) {
    try {
      return JSON.parse(readFileSync(path, 'utf8')).license;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`${name} is not installed`);
}

/** What may be shipped with an MIT-licensed program as separate packages. */
const permitted = [
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'LGPL-3.0-or-later',
  'CC0-1.0',
];

describe('docs/dependencies.md', () => {
  it.each([
    ['what is shipped', shipped, Object.keys(manifest.dependencies)],
    ['what is for development', development, Object.keys(manifest.devDependencies)],
  ])('gives a reason and the licence of each: %s', (_, section, names) => {
    const listed = rows(section);
    expect(listed.map(({ name }) => name)).toEqual(names.toSorted());
    for (const { name, licence } of listed) expect(licence, name).toBe(licenceOf(name));
  });
});

describe('docs/licences.md', () => {
  it('is what npm run licences writes', () => {
    expect(readFileSync(licencesPath, 'utf8')).toBe(licencesDocument());
  });

  it('has no licence among what is shipped that asks for more than to be named', () => {
    for (const { name, licence } of shippedPackages()) {
      const terms = licence.replace(/[()]/g, '').split(/ (?:AND|OR) /);
      for (const term of terms) expect(permitted, `${name}: ${licence}`).toContain(term);
    }
  });
});

describe('npm run sbom', () => {
  it('lists what is shipped and nothing else', async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], {
      cwd: new URL('../..', import.meta.url),
      maxBuffer: 2 ** 26,
    });
    const { bomFormat, components } = JSON.parse(stdout);
    const names: string[] = components.map(({ name }: { name: string }) => name);
    expect(bomFormat).toBe('CycloneDX');
    expect(names).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
    expect(new Set(names)).toEqual(new Set(shippedPackages().map(({ name }) => name)));
    expect(names).not.toContain('vitest');
  });
});
