import type { Database } from '../../../src/db/types.ts';
import type { NumberedFace } from '../../../src/pictures/overlay.ts';
import type { PictureMaker } from '../../../src/pictures/picture-maker.ts';
import { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { Proposals } from '../../../src/services/consent/proposals.ts';
import { Enrolment } from '../../../src/services/enrolment/enrolment.ts';
import { Privacy } from '../../../src/services/privacy/privacy.ts';
import { Settings } from '../../../src/services/settings/settings.ts';
import type { AnalysedFace, FaceAnalyser } from '../../../src/vision/types.ts';
import { face } from '../../db/fixtures.ts';

export const ann = { id: '13', displayName: 'Ann', isModerator: false, isAdmin: false, roleIds: [] };
export const mo = { ...ann, id: '77', displayName: 'Mo', isModerator: true };
export const photo = { url: 'https://cdn.example/1', size: 3 };

/** A face at a place of a photo of 200 pixels a side, large enough to enrol. */
export const faceAt = (x: number, values: Partial<AnalysedFace> = {}): AnalysedFace => ({
  ...face('', null),
  box: { x, y: 10, width: 100, height: 100 },
  ...values,
});

/** Enrolment as a server has it, with eyes that see what they are told. */
export class EnrolmentParts {
  /** What is seen in the next photos. */
  faces: readonly AnalysedFace[] = [faceAt(10)];
  /** What happens while a photo is looked at, once. */
  meanwhile: () => Promise<unknown> = async () => {};
  /** How large the copies of photos are, of 200 pixels. */
  copySide = 200;
  drawn: readonly NumberedFace[] = [];
  now = Date.now();
  readonly privacy: Privacy;
  readonly proposals: Proposals;
  readonly enrolment: Enrolment;

  constructor(storage: Database) {
    const database = new AuditedDatabase(storage);
    const analyser: FaceAnalyser = {
      modelVersion: 'face-api-1.7.15/box',
      analyse: async () => {
        const happens = this.meanwhile;
        this.meanwhile = async () => {};
        await happens();
        const picture = { width: 200, height: 200, format: 'jpeg' } as const;
        const timings = { decode: 0, analyse: 0 };
        return { picture, faces: this.faces, modelVersion: analyser.modelVersion, timings };
      },
      close: async () => {},
    };
    const pictures: PictureMaker = {
      drawNumberedBoxes: async (bytes, boxes) => {
        this.drawn = boxes;
        return bytes;
      },
      makeStoredCopy: async () => ({
        ...{ bytes: Uint8Array.of(1, 2, 3), width: this.copySide, height: this.copySide },
      }),
    };
    const now = () => this.now;
    this.privacy = new Privacy(database);
    this.proposals = new Proposals({ database, analyser, pictures, now });
    this.enrolment = new Enrolment({
      ...{ database, analyser, pictures, proposals: this.proposals, settings: new Settings(database) },
      fetchPhoto: async () => Uint8Array.of(1),
    });
  }
}
