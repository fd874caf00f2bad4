import type { EngineOptions } from '../types.ts';
import type { Networks } from './networks.ts';
import { containment, type Detection, intersectionOverUnion, suppress } from './non-maximum-suppression.ts';
import type { Pyramid } from './pyramid.ts';
import { ssdGranularity, ssdSide } from './ssd.ts';
import { tiles } from './tiles.ts';
import { borderedView, boxInPicture, draw, type View, viewAround, wholeView } from './view.ts';

/** A face, and by how many degrees, clockwise, the picture was turned for the network that found it. */
export interface FoundFace extends Detection {
  readonly turn: number;
}

/** A detection as a view gives it. */
interface Candidate extends FoundFace {
  /** Shorter side of its box in pixels of the view. */
  readonly extent: number;
}

/** face-api's own threshold: what SSD is this sure of is a face. */
const sure = 0.5;
/** From here on a detection is worth a close look; below it there is more noise than there are faces. */
const doubtful = 0.1;
/** What a close look must show: nearly every face reaches it, and what is none stayed below 0.1 (0010-engine.md). */
const confirmed = 0.3;

/** A close look: the face as large as SSD knows faces best, in a canvas that costs a sixteenth of the whole view. */
const closeUpSide = 128;
const closeUpFace = 58;
/** At less pixels than this in its view a face is found, but its box is rough: looked at again, larger. */
const roughExtent = 32;

/** Smallest face to look for, in pixels of the picture: a smaller one is too coarse to be recognised. */
const smallestFace = 30;
/** Pixels that such a face is given on the canvas, where SSD finds 98 % of them: 15 are cheaper, and 81 %. */
const smallestExtent = 22.5;

/** TinyFaceDetector sees faces that fill the picture at this side, with a border a little wider than the picture. */
const tinySide = 160;
const tinyBorder = 1.3;
const tinyDoubtful = 0.2;

const sameFace = (a: Detection, b: Detection) =>
  intersectionOverUnion(a.box, b.box) > 0.4 || containment(a.box, b.box) > 0.7;

/** Finds the faces of a picture: looks at it whole first, and where that is not enough again in other ways. */
export class FaceFinder {
  readonly #networks: Networks;

  constructor(networks: Networks) {
    this.#networks = networks;
  }

  /** @returns each face once, best first. */
  async find(pyramid: Pyramid, { effort }: EngineOptions): Promise<FoundFace[]> {
    const { image } = pyramid;
    const first = await this.#ssd(pyramid, wholeView(image, ssdSide, ssdGranularity), doubtful);
    const found = await this.#confirm(pyramid, first);
    const small = found.some(({ extent }) => extent < roughExtent);
    if (effort === 'thorough' || small) found.push(...(await this.#scan(pyramid)));
    // Somebody small beside a face that fills the picture must not be all that is found.
    if (effort === 'thorough' || found.length === 0) found.push(...(await this.#lookCloser(pyramid, 0)));
    if (found.length > 0 || effort === 'fast') return suppress(found, sameFace);
    const bordered = await this.#ssd(pyramid, borderedView(image, ssdSide, 2), doubtful);
    const second = await this.#confirm(pyramid, bordered);
    return suppress(second.length > 0 ? second : await this.#lookTurned(pyramid), sameFace);
  }

  /** Looks for small faces, a part of the picture at a time; only where the first look was too coarse for them. */
  async #scan(pyramid: Pyramid): Promise<Candidate[]> {
    const { width, height } = pyramid.image;
    const scale = smallestFace / smallestExtent;
    if (Math.max(width, height) / ssdSide < scale * 1.2) return [];
    const found: Candidate[] = [];
    for (const view of tiles(pyramid.image, scale)) found.push(...(await this.#ssd(pyramid, view, doubtful)));
    return this.#confirm(pyramid, suppress(found, sameFace));
  }

  /** Looks for faces that fill the picture, which SSD misses. */
  async #lookCloser(pyramid: Pyramid, turn: number): Promise<Candidate[]> {
    const view = borderedView(pyramid.image, tinySide, tinyBorder, turn);
    const found = await this.#networks.tiny.detect(tinySide, tinyDoubtful, (canvas) =>
      draw(pyramid, view, canvas),
    );
    const faces: Candidate[] = [];
    for (const face of found) {
      const closer = await this.#closeUp(pyramid, inPicture(view, face));
      if (closer) faces.push(closer);
    }
    return faces;
  }

  /** Looks at the picture on either side and upside down, and keeps what it finds one way. */
  async #lookTurned(pyramid: Pyramid): Promise<Candidate[]> {
    let best: Candidate[] = [];
    const score = (faces: readonly Candidate[]) => Math.max(0, ...faces.map((face) => face.score));
    for (const turn of [90, 270, 180]) {
      const seen = await this.#ssd(pyramid, wholeView(pyramid.image, ssdSide, ssdGranularity, turn), sure);
      const found = await this.#confirm(pyramid, seen);
      if (found.length === 0) found.push(...(await this.#lookCloser(pyramid, turn)));
      if (score(found) > score(best)) best = found;
    }
    return best;
  }

  async #ssd(pyramid: Pyramid, view: View, minimumScore: number): Promise<Candidate[]> {
    const { width, height } = view;
    const found = await this.#networks.ssd.detect(width, height, minimumScore, (canvas) =>
      draw(pyramid, view, canvas),
    );
    return found.map((face) => inPicture(view, face));
  }

  /** Looks closely at what is doubtful or rough, and drops what then is no face. */
  async #confirm(pyramid: Pyramid, candidates: readonly Candidate[]): Promise<Candidate[]> {
    const faces: Candidate[] = [];
    for (const candidate of candidates) {
      const isSure = candidate.score >= sure;
      if (isSure && candidate.extent >= roughExtent) {
        faces.push(candidate);
        continue;
      }
      const closer = await this.#closeUp(pyramid, candidate);
      if (closer) faces.push({ ...closer, extent: candidate.extent });
      else if (isSure) faces.push(candidate);
    }
    return faces;
  }

  /** @returns the face as it shows in a close look; undefined when there is none. */
  async #closeUp(pyramid: Pyramid, { box, turn }: FoundFace): Promise<Candidate | undefined> {
    const scale = Math.max(box.width, box.height) / closeUpFace;
    const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const found = await this.#ssd(
      pyramid,
      viewAround(centre, scale, [closeUpSide, closeUpSide], turn),
      confirmed,
    );
    return found.find((face) => intersectionOverUnion(face.box, box) > 0.3);
  }
}

function inPicture(view: View, { box, score }: Detection): Candidate {
  return { box: boxInPicture(view, box), score, turn: view.turn, extent: Math.min(box.width, box.height) };
}
