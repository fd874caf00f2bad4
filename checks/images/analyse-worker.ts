/** The product's worker, which also finds and encodes faces. */
import './record-memory.ts';
import '../../src/vision/worker.ts';
