import { beforeEach, expect, it } from 'vitest';
import type { GuildRepositories } from '../../../src/db/types.ts';
import { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { Proposals } from '../../../src/services/consent/proposals.ts';
import { Enrolment, type EnrolmentStep } from '../../../src/services/enrolment/enrolment.ts';
import { Privacy } from '../../../src/services/privacy/privacy.ts';
import { Settings } from '../../../src/services/settings/settings.ts';
import type { FaceAnalyser, PictureMaker } from '../../../src/vision/types.ts';
import { databaseOfFile } from '../../db/database.ts';
import { face } from '../../db/fixtures.ts';

const ann = { id: '13', displayName: 'Ann', isModerator: false, isAdmin: false, roleIds: [] };
const mo = { ...ann, id: '77', displayName: 'Mo', isModerator: true };
const photo = { url: 'https://cdn.example/1', size: 3 };

const db = databaseOfFile();
let here: GuildRepositories;
let privacy: Privacy;
let proposals: Proposals;
let enrolment: Enrolment;
/** What happens while the photo is looked at, once. */
let meanwhile: () => Promise<unknown>;

const analyser: FaceAnalyser = {
  modelVersion: 'face-api-1.7.15/box',
  async analyse() {
    const now = meanwhile;
    meanwhile = async () => {};
    await now();
    const box = { x: 10, y: 10, width: 100, height: 100 };
    const picture = { width: 200, height: 200, format: 'jpeg' } as const;
    const timings = { decode: 0, analyse: 0 };
    return { picture, faces: [{ ...face('', null), box }], modelVersion: this.modelVersion, timings };
  },
  close: async () => {},
};

beforeEach(async () => {
  here = db.newGuild();
  meanwhile = async () => {};
  const database = new AuditedDatabase(db.database);
  const copy = { bytes: Uint8Array.of(1, 2, 3), width: 200, height: 200 };
  privacy = new Privacy(database);
  const pictures: PictureMaker = {
    drawNumberedBoxes: async (bytes) => bytes,
    makeStoredCopy: async () => copy,
  };
  proposals = new Proposals({ database, analyser, pictures });
  enrolment = new Enrolment({
    ...{ database, analyser, pictures, proposals, settings: new Settings(database) },
    fetchPhoto: async () => Uint8Array.of(1),
  });
});

const guildId = () => here.guildId;

/** The notice accepted, with a photo. */
async function enrol(): Promise<EnrolmentStep> {
  const step = await enrolment.begin({ guildId: guildId(), asker: ann, photo });
  return step.kind === 'notice' ? await enrolment.accept(step.token, ann.id) : step;
}

const withdraw = () => privacy.withdraw(guildId(), ann.id);

const left = async () => [
  ...(await db.sql('select person_id from person where guild_id = $1', [guildId()])),
  ...(await db.sql('select picture_id from picture where guild_id = $1', [guildId()])),
];

it('whoever withdraws while a photo of theirs is looked at is not enrolled with it', async () => {
  expect(await enrol()).toMatchObject({ kind: 'enrolled', photos: 1 });
  // The consent that stands is relied on, and no longer does.
  meanwhile = withdraw;
  await expect(enrol()).rejects.toMatchObject({ code: 'choice-expired' });
  expect(await left()).toEqual([]);
  // Consent is given with the photo, and taken back before it was looked at.
  await here.people.create({ memberId: ann.id, displayName: 'Ann', createdBy: ann.id });
  meanwhile = withdraw;
  await expect(enrol()).rejects.toMatchObject({ code: 'choice-expired' });
  expect(await left()).toEqual([]);
  // An earlier withdrawal stands in nobody's way.
  expect(await enrol()).toMatchObject({ kind: 'enrolled', photos: 1 });
});

it('whoever opts out while a photo of theirs is looked at is neither enrolled nor proposed', async () => {
  const optOut = () => privacy.optOut(guildId(), ann.id);
  meanwhile = optOut;
  await expect(enrol()).rejects.toMatchObject({ code: 'you-opted-out' });
  expect(await left()).toEqual([]);

  await privacy.optIn(guildId(), ann.id);
  await here.settings.merge({ consentMode: 'moderated' });
  const proposal = { guildId: guildId(), asker: mo, photo, person: { id: ann.id, isMember: true } };
  meanwhile = optOut;
  await expect(enrolment.begin(proposal)).rejects.toMatchObject({ code: 'member-opted-out' });
  expect(await left()).toEqual([]);

  await privacy.optIn(guildId(), ann.id);
  const proposed = await enrolment.begin(proposal);
  if (proposed.kind !== 'proposed') throw new Error(`it is ${proposed.kind}`);
  meanwhile = withdraw;
  const accepted = proposals.accept(guildId(), proposed.proposalId, ann);
  await expect(accepted).rejects.toMatchObject({ code: 'proposal-over' });
  expect(await left()).toEqual([]);
});

/** How many wait for their turn. */
const waiting = async () =>
  (
    await db.sql(`select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`)
  ).length;

it('whoever is declining while they are proposed again is left alone', async () => {
  await here.settings.merge({ consentMode: 'moderated' });
  const propose = () =>
    enrolment.begin({ guildId: guildId(), asker: mo, photo, person: { id: ann.id, isMember: true } });
  const first = await propose();
  if (first.kind !== 'proposed') throw new Error(`it is ${first.kind}`);
  let declined: Promise<unknown> = Promise.resolve();
  let refused: Promise<unknown> = Promise.resolve();
  await db.database.transaction(guildId(), async ({ erasure }) => {
    await erasure.saying();
    declined = proposals.decline(guildId(), first.proposalId, ann.id, false);
    await expect.poll(waiting).toBe(1);
    refused = expect(propose()).rejects.toMatchObject({ code: 'member-declined' });
    await expect.poll(waiting).toBe(2);
  });
  await declined;
  await refused;
  expect(await left()).toEqual([]);
});

it('a withdrawal waits for what is being stored of the member, and erases it', async () => {
  await here.people.create({ memberId: ann.id, displayName: 'Ann', createdBy: ann.id });
  const order: string[] = [];
  let withdrawn: Promise<unknown> = Promise.resolve();
  await db.database.transaction(guildId(), async ({ erasure, pictures, people }) => {
    await erasure.storing();
    withdrawn = withdraw().then(() => order.push('withdrawn'));
    await expect.poll(waiting).toBe(1);
    const person = await people.findByMember(ann.id);
    if (person === null) throw new Error('she is not there');
    const source = {
      channelId: '5',
      messageId: '1',
      attachmentId: '1',
      authorId: ann.id,
      postedAt: new Date(),
    };
    await pictures.add({
      source,
      width: 9,
      height: 9,
      sha256: new Uint8Array(32),
      storedCopy: null,
      addedBy: ann.id,
    });
    order.push('stored');
  });
  await withdrawn;
  expect(order).toEqual(['stored', 'withdrawn']);
  expect(await left()).toEqual([]);
});
