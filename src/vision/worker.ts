/** The entry of the vision pool's worker processes. */
import { constants, setPriority } from 'node:os';
import sharp from 'sharp';
import { drawNumberedBoxes } from '../pictures/numbered.ts';
import { makeStoredCopy } from '../pictures/stored-copy.ts';
import { analysePicture } from './analyse-picture.ts';
import { createEngine } from './engine.ts';
import { serveTasks } from './serve-tasks.ts';

// The bot's own process goes first when processors are short: it only passes on what the workers compute.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
// One thread a picture: the workers share the processor's cores already.
sharp.concurrency(1);
// No picture is decoded twice, and what is kept would count as a leak.
sharp.cache(false);

serveTasks(async (settings) => {
  const { engine, name, reason } = await createEngine(settings.engine);
  return {
    about: { engine: name, runtime: engine.name, reason, modelVersion: engine.modelVersion },
    perform: async (task) => {
      const { limits } = settings;
      switch (task.kind) {
        case 'analyse':
          return await analysePicture(engine, task.bytes, task, limits);
        case 'number':
          return await drawNumberedBoxes(task.bytes, task.faces, { limits });
        case 'copy':
          return await makeStoredCopy(task.bytes, limits);
      }
    },
  };
});
