import type { Config } from '../config/config.ts';
import { reasonOf } from '../errors/reason-of.ts';
import type { Logger } from '../log/logger.ts';
import { networkNames, readManifest, readNetwork } from '../vision/models.ts';
import { createVisionPool } from '../vision/pool.ts';
import { broken, type Finding, note, ok } from './finding.ts';

/** Compares the weights with the manifest, to the byte, and starts the engine in a worker as Kith does. */
export async function examineVision(config: VisionConfig, log: Logger): Promise<Finding[]> {
  return [await modelFinding(), await engineFinding(config, log)];
}

type VisionConfig = Pick<Config, 'engine' | 'maximumImageBytes'>;

async function modelFinding(): Promise<Finding> {
  try {
    const manifest = await readManifest();
    for (const name of networkNames) await readNetwork(manifest, name);
    return ok('Models', `${networkNames.length} networks, each as models/manifest.json has it`);
  } catch (error) {
    return broken('Models', `${reasonOf(error)}.`);
  }
}

async function engineFinding({ engine, maximumImageBytes }: VisionConfig, log: Logger): Promise<Finding> {
  try {
    const pool = await createVisionPool({ engine, workers: 1, maximumBytes: maximumImageBytes, log });
    await pool.close();
    return engine === 'auto' && pool.engine === 'face-api'
      ? note(
          'Engine',
          'The native engine does not load here, so TensorFlow.js does its work, which takes several times as long. ' +
            'ONNX Runtime needs a system with glibc, such as Debian, macOS or Windows, and not Alpine.',
        )
      : ok('Engine', `${pool.engine} loads`);
  } catch (error) {
    return broken(
      'Engine',
      `No face engine loads here: ${reasonOf(error)}. Run npm ci again on this machine.`,
    );
  }
}
