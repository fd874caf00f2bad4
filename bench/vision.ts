// npm run bench:vision [-- --quick] [--only networks,pipeline,workers,small,looks,quality]
// The native engine against face-api on WebAssembly, in one run on one machine: read the ratios, not the times.
import { parseArgs } from 'node:util';
import { benchLooks } from './vision/looks.ts';
import { benchNetworks } from './vision/networks.ts';
import { benchPipeline } from './vision/pipeline.ts';
import { benchQuality } from './vision/quality.ts';
import { benchSmallFaces } from './vision/small-faces.ts';
import { benchWorkers } from './vision/workers.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const parts = {
  networks: benchNetworks,
  pipeline: benchPipeline,
  workers: benchWorkers,
  small: benchSmallFaces,
  looks: benchLooks,
  quality: benchQuality,
};

const wanted = values.only?.split(',') ?? Object.keys(parts);
for (const [name, bench] of Object.entries(parts)) {
  if (!wanted.includes(name)) continue;
  console.log(`\n## ${name}\n`);
  await bench({ quick: values.quick });
}
