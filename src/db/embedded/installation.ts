import { type Binaries, packageBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import type { SystemUser } from './command.ts';
import { type Layout, openLayout } from './layout.ts';
import { serverPassword } from './password.ts';
import { requireReachable, serverUser } from './system-user.ts';
import { usableBinaries } from './usable-binaries.ts';

/** All that is needed to start and stop the server of one data directory. */
export interface Installation {
  readonly layout: Layout;
  readonly binaries: Binaries;
  /** Whom the server runs as; undefined for ourselves. */
  readonly user: SystemUser | undefined;
  readonly password: string;
}

/**
 * Makes the data directory ready: programs, password and cluster.
 * @throws DatabaseSetupError with what stands in the way
 */
export async function prepareInstallation(dataDirectory: string): Promise<Installation> {
  const layout = await openLayout(dataDirectory);
  const user = await serverUser(layout);
  if (user !== undefined) await requireReachable(layout, user);
  const binaries = await usableBinaries(await packageBinaries(), layout, user);
  const password = await serverPassword(layout);
  await ensureCluster(binaries, layout, user, password);
  return { layout, binaries, user, password };
}
