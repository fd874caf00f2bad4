import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { anchorOf } from '../../scripts/docs/markdown.ts';

const pages = [
  'README.md',
  'SECURITY.md',
  'models/README.md',
  'sandbox/README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

const read = (path: string) => readFileSync(path, 'utf8');

/** Without what is shown as an example. */
const proseOf = (path: string) => read(path).replaceAll(/^\s*```.*?^\s*```/gms, '');

const headingsOf = (path: string) =>
  [...proseOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Whether a link of a page leads to something that is in the repository. */
function leads(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  return existsSync(target) && (anchor === undefined || headingsOf(target).includes(anchor));
}

describe.each(pages)('%s', (page) => {
  const text = proseOf(page);

  it('links to what is there', () => {
    const links = [...text.matchAll(/(?:\]\(|src=")([^)"\s]+)/g)].map(([, link = '']) => link);
    const inside = links.filter((link) => !/^(https?:|mailto:)/.test(link));
    expect(inside.filter((link) => !leads(page, link))).toEqual([]);
  });

  it('names files and commands that are there', () => {
    const folders = 'bench|checks|demo|docs|eval|migrations|models|sandbox|scripts|src|test';
    const files = [...text.matchAll(new RegExp(`\`((?:${folders})/[\\w./-]+)\``, 'g'))]
      .map(([, file = '']) => file)
      .filter((file) => !existsSync(file));
    const scripts = [...text.matchAll(/npm run ([\w:-]+)/g)]
      .map(([, script = '']) => script)
      .filter((script) => !(script in manifest.scripts));
    expect([...files, ...scripts]).toEqual([]);
  });
});
