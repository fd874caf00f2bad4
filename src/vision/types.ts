/** Interleaved 8-bit RGB, `width * height * 3` bytes, rows from the top, upright (EXIF applied). */
export interface RawImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** In pixels of the upright picture; may reach past its borders when a face is cut off. */
export interface BoundingBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a face's picture is worth for recognition; stored so that search can weigh it. */
export interface FaceQuality {
  /** Shorter side of the bounding box, in pixels of the upright picture. */
  readonly size: number;
  /** Variance of the Laplacian of the grey aligned chip, 0 to about 5,000; low means blurred. */
  readonly sharpness: number;
  /** Rough yaw from the landmarks, -1 (full left profile) to 1; 0 is frontal. */
  readonly yaw: number;
}

/** A face as an engine finds it. */
export interface Face {
  readonly box: BoundingBox;
  /** The detector's confidence, 0 to 1. Not a probability of identity. */
  readonly score: number;
  /** 68 points (iBUG 300-W order) as x0, y0, x1, y1, … in pixels of the upright picture: 136 numbers. */
  readonly landmarks: Float32Array;
  /** The aligned crop that was embedded, square, `FaceEngine.chipSize` pixels a side. */
  readonly chip: RawImage;
  /** 128 numbers; Euclidean distance between two is the measure of likeness. Personal data. */
  readonly descriptor: Float32Array;
  readonly quality: FaceQuality;
}

export interface EngineOptions {
  /**
   * `thorough` spends more a face and looks again where nothing was found (a person waits for the answer);
   * `fast` is for indexing many pictures. Descriptors of both are comparable.
   */
  readonly effort: 'thorough' | 'fast';
}

/** Finds and encodes faces. Lives in one worker process; its calls block that process while they compute. */
export interface FaceEngine {
  readonly name: string;
  /** Names networks, alignment and averaging: only descriptors of equal versions may be compared. */
  readonly modelVersion: string;
  readonly chipSize: number;
  analyse(image: RawImage, options: EngineOptions): Promise<Face[]>;
  dispose(): Promise<void>;
}

/** A face without its chip, as it leaves the workers. */
export type AnalysedFace = Omit<Face, 'chip'>;

export interface Analysis {
  /** Size of the upright picture in pixels, and its format by content. */
  readonly picture: { readonly width: number; readonly height: number; readonly format: string };
  /** In reading order: rows from the top, each from the left. */
  readonly faces: readonly AnalysedFace[];
  readonly modelVersion: string;
  /** Milliseconds spent in each stage, in the worker. */
  readonly timings: { readonly decode: number; readonly analyse: number };
}

/** For whom something is done with a picture. */
export interface TaskRequest {
  /** Interactive work goes before background work. */
  readonly priority: 'interactive' | 'background';
  /** Fairness is between guilds: none can fill the queue for the others. */
  readonly guildId: string;
  readonly signal?: AbortSignal;
}

export interface AnalyseRequest extends TaskRequest {
  readonly effort: EngineOptions['effort'];
}

/** What the services see of the vision side: bytes of a picture file in, faces out. */
export interface FaceAnalyser {
  readonly modelVersion: string;
  /**
   * @param bytes must not be changed before there is an answer.
   * @throws UserError `no-image` and `image-*` for a file that cannot be read, `analysis-failed` for one that takes too
   *   long or crashes the analysis, `busy` when too much waits, `restarting`; the reason of `request.signal` when it is
   *   aborted; any other error is a fault of ours.
   */
  analyse(bytes: Uint8Array, request: AnalyseRequest): Promise<Analysis>;
  close(): Promise<void>;
}
