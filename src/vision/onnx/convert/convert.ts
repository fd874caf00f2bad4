import { type NetworkName, readManifest, readNetwork } from '../../models.ts';
import { landmarksGraph } from './networks/landmarks.ts';
import { recognitionGraph } from './networks/recognition.ts';
import { ssdGraph } from './networks/ssd.ts';
import { tinyGraph } from './networks/tiny.ts';
import { Weights } from './weights.ts';

const GRAPHS: Readonly<Record<NetworkName, (weights: Weights) => Uint8Array>> = {
  ssd_mobilenetv1: ssdGraph,
  tiny_face_detector: tinyGraph,
  face_landmark_68: landmarksGraph,
  face_recognition: recognitionGraph,
};

/**
 * Makes a network's ONNX file from its weights in the npm package. The same weights make the same bytes.
 * @throws ModelFileError when the weights are missing or are not those of models/manifest.json.
 */
export async function convert(network: NetworkName): Promise<Uint8Array> {
  return GRAPHS[network](new Weights(await readNetwork(await readManifest(), network)));
}
