import { buildSync } from 'esbuild';
import { expect, it } from 'vitest';

/** The packages that a program loads, its own files followed. */
function packagesOf(entry: string): string[] {
  const { metafile } = buildSync({
    entryPoints: [entry],
    ...{ bundle: true, write: false, metafile: true, packages: 'external' },
    ...{ platform: 'node', format: 'esm', logLevel: 'silent' },
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  return imports.filter(({ external }) => external).map(({ path }) => path);
}

it('no decoder and no engine is loaded where the token is, only in the workers', () => {
  const native = (path: string) => /^(sharp|onnxruntime|@tensorflow|@vladmandic)/.test(path);
  expect(packagesOf('src/main.ts').filter(native)).toEqual([]);
  expect(packagesOf('src/vision/worker.ts').filter(native)).toContain('sharp');
});
