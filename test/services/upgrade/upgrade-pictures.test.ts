import { beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../src/db/people-types.ts';
import type { GuildRepositories } from '../../../src/db/types.ts';
import { UserError } from '../../../src/errors/user-error.ts';
import { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { Courtesy } from '../../../src/services/indexing/courtesy.ts';
import { Slots } from '../../../src/services/indexing/slots.ts';
import { Settings } from '../../../src/services/settings/settings.ts';
import { upgradePictures } from '../../../src/services/upgrade/upgrade-pictures.ts';
import type { AnalysedFace, Analysis } from '../../../src/vision/types.ts';
import { databaseOfFile, silent } from '../../db/database.ts';
import { descriptor, enrol, face, posted } from '../../db/fixtures.ts';
import { message, ScriptedReader } from '../indexing/reader.ts';

const OLD = 'face-api-1.7.15/box';
const NEW = 'face-api-1.7.15/landmarks-1.1+mirror/chip68/mirror';
const rules = { modelVersion: OLD, everyone: false, passingReasons: [] };

const db = databaseOfFile();
let here: GuildRepositories;
let reader: ScriptedReader;
let ann: Person;
let faces: readonly AnalysedFace[];
let looked: string[];
let forgotten: string[];
let broken: boolean;
const never = new AbortController().signal;

beforeEach(async () => {
  here = db.newGuild();
  reader = new ScriptedReader();
  [looked, forgotten, broken] = [[], [], false];
  // Enrolled anew already: that comes first.
  ann = await enrol(here, 'Ann', { modelVersion: NEW, descriptor: descriptor(1) });
  faces = [seen(11, 5)];
});

/** A face near the place of the fixture's one, or elsewhere. */
function seen(x: number, value: number): AnalysedFace {
  const { landmarks, score, quality } = face('1', null);
  return {
    box: { x, y: 21, width: 99, height: 118 },
    ...{ landmarks, score, quality },
    descriptor: descriptor(value),
  };
}

/** A picture that the old model looked at, with one face of it. */
async function indexed(
  attachmentId: string,
  personId: string | null = ann.personId,
  messageId = `9${attachmentId}`,
): Promise<void> {
  const channelId = '11';
  await here.attachments.begin([{ attachmentId, channelId, parentId: null, messageId }], rules);
  const picture = posted(attachmentId);
  const pictureId = await here.pictures.add({
    ...picture,
    source: picture.source === null ? null : { ...picture.source, messageId },
  });
  await here.faces.add(face(pictureId, personId, { origin: 'indexed', modelVersion: OLD }));
  await here.attachments.looked(attachmentId, { found: 1, kept: 1 });
  reader.messages.push(message(channelId, messageId, [attachmentId]));
}

function run(after = '0', signal = never) {
  const { database } = db;
  const analysis = (): Analysis => ({
    picture: { width: 640, height: 480, format: 'jpeg' },
    faces,
    modelVersion: NEW,
    timings: { decode: 0, analyse: 0 },
  });
  return upgradePictures(
    {
      ...{ database, reader, log: silent },
      settings: new Settings(new AuditedDatabase(database)),
      forgetting: { messages: async (_, ids) => void forgotten.push(...ids) },
      slots: new Slots(1),
      courtesy: new Courtesy(1, { isIdle: true, idle: async () => {} }),
      download: async ({ attachmentId }) => {
        if (broken) throw new UserError('download-failed', {});
        return Buffer.from(attachmentId);
      },
      analyser: {
        modelVersion: NEW,
        analyse: async (bytes) => {
          looked.push(Buffer.from(bytes).toString());
          return analysis();
        },
        close: async () => {},
      },
    },
    here.guildId,
    after,
    signal,
  );
}

const kept = () =>
  db.sql<{ person_id: string | null; model_version: string; attachment_id: string }>(
    `select attachment_id, person_id, model_version from picture join face using (guild_id, picture_id)
     where guild_id = $1 and origin = 'indexed' order by attachment_id, face_id`,
    [here.guildId],
  );

/** First numbers of the descriptors of Ann's indexed faces. */
const encoded = async (modelVersion: string) =>
  (await here.holdings.faces(ann.personId))
    .filter((held) => held.origin === 'indexed' && held.modelVersion === modelVersion)
    .map(({ descriptor: [first] }) => first);

describe('a new model', () => {
  it('encodes the faces of posted pictures anew, whose names stay though they are no longer alike', async () => {
    await indexed('31');
    expect([await encoded(OLD), await encoded(NEW)]).toEqual([[1], []]);
    expect(await run()).toEqual({ looked: 1, after: null });
    expect([await encoded(OLD), await encoded(NEW)]).toEqual([[], [5]]);
    expect(await kept()).toEqual([{ attachment_id: '31', person_id: ann.personId, model_version: NEW }]);
    expect(await run()).toEqual({ looked: 0, after: null });
    expect(looked).toEqual(['31']);
  });

  it('gives nobody two faces of a picture, and keeps no stranger where only the enrolled are kept', async () => {
    await indexed('31');
    // The enrolled descriptor is elsewhere in the picture now, beside an unknown one.
    faces = [seen(11, 5), seen(300, 1), seen(500, 9)];
    await run();
    expect(await kept()).toEqual([{ attachment_id: '31', person_id: ann.personId, model_version: NEW }]);
    expect(await encoded(NEW)).toEqual([5]);
  });

  it('leaves a face that it does not see with its person, and has the picture looked for still', async () => {
    await indexed('31');
    faces = [];
    await run();
    expect(await kept()).toEqual([{ attachment_id: '31', person_id: ann.personId, model_version: OLD }]);
    expect(await here.attachments.countKept()).toBe(1);
    await run();
    expect(looked).toEqual(['31']);
  });

  it('tries again what could not be fetched, forgets what is gone and lets be what it may not read', async () => {
    for (const id of ['31', '32', '33']) await indexed(id);
    reader.messages.splice(1, 1);
    broken = true;
    expect(await run()).toEqual({ looked: 2, after: null });
    expect(forgotten).toEqual(['932']);
    broken = false;
    reader.unreadable.set('11', 'no-permission');
    expect(await run()).toEqual({ looked: 0, after: null });
    reader.unreadable.clear();
    expect(await run()).toEqual({ looked: 2, after: null });
    expect(looked).toEqual(['31', '33']);
  });

  it('asks once for a message of several pictures, and not where Kith is kept out', async () => {
    await indexed('31');
    await indexed('32', null, '931');
    reader.messages = [message('11', '931', ['31', '32'])];
    await here.settings.merge({ excludedChannelIds: ['11'] });
    expect(await run()).toEqual({ looked: 0, after: null });
    expect(reader.asked).toEqual([]);
    await here.settings.merge({ excludedChannelIds: [] });
    expect(await run()).toEqual({ looked: 2, after: null });
    expect(reader.asked).toEqual(['message 11 931']);
  });

  it('goes on where it was interrupted', async () => {
    for (const id of ['31', '32', '33']) await indexed(id);
    const controller = new AbortController();
    const { message: read } = reader;
    reader.message = async (...place) => {
      if (looked.length === 1) controller.abort(new Error('killed'));
      return await read.apply(reader, place);
    };
    await expect(run('0', controller.signal)).rejects.toThrow('killed');
    expect(looked).toEqual(['31']);
    expect(await run('0')).toEqual({ looked: 2, after: null });
    expect(looked).toEqual(['31', '32', '33']);
    expect((await kept()).map(({ model_version: version }) => version)).toEqual([NEW, NEW, NEW]);
  });
});
