/**
 * `npm run sbom` prints what is shipped, in CycloneDX: npm's own list of the lock file, without development's packages.
 * They are left out here, because `npm sbom --omit dev` (11.19) also leaves out what both need, such as pino and zod.
 */
import { execFileSync } from 'node:child_process';
import { z } from 'zod';
import { shippedPackages } from './licences/licences-document.ts';

const bomSchema = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string() }) }),
  components: z.array(z.looseObject({ 'bom-ref': z.string() })),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

const everything = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
});
const bom = bomSchema.parse(JSON.parse(everything));
const shipped = new Set(shippedPackages().map(({ name, version }) => `${name}@${version}`));
const root = bom.metadata.component['bom-ref'];

const filtered = {
  ...bom,
  components: bom.components.filter((component) => shipped.has(component['bom-ref'])),
  dependencies: bom.dependencies
    .filter(({ ref }) => ref === root || shipped.has(ref))
    .map((entry) => ({ ...entry, dependsOn: entry.dependsOn.filter((ref) => shipped.has(ref)) })),
};
process.stdout.write(`${JSON.stringify(filtered, null, 2)}\n`);
