import { spawn } from 'node:child_process';
import { parse } from 'node:path';

/** As whom a program runs. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

export interface CommandResult {
  readonly ok: boolean;
  /** What it printed, standard output and error together. */
  readonly output: string;
}

/**
 * Runs one of PostgreSQL's programs to its end, as `user` or as ourselves. Never rejects: a program that cannot
 * be started is a result with the system's reason.
 *
 * It gets a process group of its own, so that Ctrl-C in the terminal reaches Kith and not the half-done initdb
 * or the server, and only the environment it needs: not our token.
 */
export function runCommand(
  file: string,
  args: readonly string[],
  user: SystemUser | undefined,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
      // Ours may be a folder that the user cannot enter.
      cwd: parse(process.execPath).root,
      env: commandEnvironment(),
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: string) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output: output.trim() }));
  });
}

function commandEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TZ } = process.env;
  // Messages are matched (start.ts), so they must come in English.
  return { LC_ALL: 'C', ...defined({ PATH, SystemRoot, TZ }) };
}

function defined(variables: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
