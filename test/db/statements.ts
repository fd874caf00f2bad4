import { readdir } from 'node:fs/promises';
import type { Statement } from '../../src/db/scope.ts';

const FOLDERS = ['repositories', 'protection'].map(
  (name) => new URL(`../../src/db/${name}/`, import.meta.url),
);

/** Every statement that is run for a guild: those that the modules export as `statements`. */
export async function allStatements(): Promise<Statement[]> {
  const files = await Promise.all(
    FOLDERS.map(async (folder) => (await readdir(folder)).map((file) => new URL(file, folder).href)),
  );
  const modules = await Promise.all(
    files.flat().map((file) => import(file) as Promise<{ statements?: object }>),
  );
  return modules.flatMap(({ statements }) => Object.values(statements ?? {}) as Statement[]);
}
