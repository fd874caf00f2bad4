import { beforeEach, expect, it } from 'vitest';
import type { GuildRepositories } from '../../../src/db/types.ts';
import type { EnrolmentStep } from '../../../src/services/enrolment/enrolment.ts';
import { databaseOfFile } from '../../db/database.ts';
import { ann, EnrolmentParts, mo, photo } from './parts.ts';

const db = databaseOfFile();
let here: GuildRepositories;
let parts: EnrolmentParts;

beforeEach(() => {
  here = db.newGuild();
  parts = new EnrolmentParts(db.database);
});

const guildId = () => here.guildId;

/** The notice accepted, with a photo. */
async function enrol(): Promise<EnrolmentStep> {
  const step = await parts.enrolment.begin({ guildId: guildId(), asker: ann, photo });
  return step.kind === 'notice' ? await parts.enrolment.accept(step.token, ann.id) : step;
}

const withdraw = () => parts.privacy.withdraw(guildId(), ann.id);

const left = async () => [
  ...(await db.sql('select person_id from person where guild_id = $1', [guildId()])),
  ...(await db.sql('select picture_id from picture where guild_id = $1', [guildId()])),
];

it('whoever withdraws while a photo of theirs is looked at is not enrolled with it', async () => {
  expect(await enrol()).toMatchObject({ kind: 'enrolled', photos: 1 });
  // The consent that stands is relied on, and no longer does.
  parts.meanwhile = withdraw;
  await expect(enrol()).rejects.toMatchObject({ code: 'choice-expired' });
  expect(await left()).toEqual([]);
  // Consent is given with the photo, and taken back before it was looked at.
  await here.people.create({ memberId: ann.id, displayName: 'Ann', createdBy: ann.id });
  parts.meanwhile = withdraw;
  await expect(enrol()).rejects.toMatchObject({ code: 'choice-expired' });
  expect(await left()).toEqual([]);
  // An earlier withdrawal stands in nobody's way.
  expect(await enrol()).toMatchObject({ kind: 'enrolled', photos: 1 });
});

it('whoever opts out while a photo of theirs is looked at is neither enrolled nor proposed', async () => {
  const optOut = () => parts.privacy.optOut(guildId(), ann.id);
  parts.meanwhile = optOut;
  await expect(enrol()).rejects.toMatchObject({ code: 'you-opted-out' });
  expect(await left()).toEqual([]);

  await parts.privacy.optIn(guildId(), ann.id);
  await here.settings.merge({ consentMode: 'moderated' });
  const proposal = { guildId: guildId(), asker: mo, photo, person: { id: ann.id, isMember: true } };
  parts.meanwhile = optOut;
  await expect(parts.enrolment.begin(proposal)).rejects.toMatchObject({ code: 'member-opted-out' });
  expect(await left()).toEqual([]);

  await parts.privacy.optIn(guildId(), ann.id);
  const proposed = await parts.enrolment.begin(proposal);
  if (proposed.kind !== 'proposed') throw new Error(`it is ${proposed.kind}`);
  parts.meanwhile = withdraw;
  const accepted = parts.proposals.accept(guildId(), proposed.proposalId, ann);
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
    parts.enrolment.begin({ guildId: guildId(), asker: mo, photo, person: { id: ann.id, isMember: true } });
  const first = await propose();
  if (first.kind !== 'proposed') throw new Error(`it is ${first.kind}`);
  let declined: Promise<unknown> = Promise.resolve();
  let refused: Promise<unknown> = Promise.resolve();
  await db.database.transaction(guildId(), async ({ erasure }) => {
    await erasure.saying();
    declined = parts.proposals.decline(guildId(), first.proposalId, ann.id, false);
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
