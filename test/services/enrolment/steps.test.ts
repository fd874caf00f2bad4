import { beforeEach, describe, expect, it } from 'vitest';
import type { GuildRepositories } from '../../../src/db/types.ts';
import { databaseOfFile } from '../../db/database.ts';
import { ann, EnrolmentParts, faceAt, mo, photo } from './parts.ts';

const db = databaseOfFile();
let here: GuildRepositories;
let parts: EnrolmentParts;

beforeEach(() => {
  here = db.newGuild();
  parts = new EnrolmentParts(db.database);
});

const begin = () => parts.enrolment.begin({ guildId: here.guildId, asker: ann, photo });

/** The token of the next step, which is to be of that kind. */
function tokenOf<Step extends { readonly kind: string }>(step: Step, kind: Step['kind']): string {
  if (step.kind !== kind || !('token' in step)) throw new Error(`it is ${step.kind}`);
  return String(step.token);
}

async function choice(): Promise<string> {
  parts.faces = [faceAt(10), faceAt(110, { quality: { size: 30, sharpness: 250, yaw: 0 } })];
  return tokenOf(await parts.enrolment.accept(tokenOf(await begin(), 'notice'), ann.id), 'choice');
}

describe('a step of enrolling', () => {
  it('is not taken for another one, whoever sends which token', async () => {
    const { enrolment } = parts;
    const expired = { code: 'choice-expired' };
    await expect(enrolment.choose(tokenOf(await begin(), 'notice'), ann.id, 1)).rejects.toMatchObject(
      expired,
    );
    await expect(enrolment.accept(await choice(), ann.id)).rejects.toMatchObject(expired);
    for (const number of [0, 3]) {
      await expect(enrolment.choose(await choice(), ann.id, number)).rejects.toMatchObject(expired);
    }
    expect(await db.sql('select from face where guild_id = $1', [here.guildId])).toEqual([]);
  });

  it('shows which faces can be chosen, and keeps the chosen one', async () => {
    const token = await choice();
    expect(parts.drawn.map(({ number, emphasis }) => [number, emphasis])).toEqual([
      [1, 'likely'],
      [2, 'unknown'],
    ]);
    expect(await parts.enrolment.choose(token, ann.id, 1)).toMatchObject({ kind: 'enrolled', photos: 1 });
  });
});

describe('a proposal', () => {
  beforeEach(() => here.settings.merge({ consentMode: 'moderated' }));

  const propose = () =>
    parts.enrolment.begin({
      ...{ guildId: here.guildId, asker: mo, photo },
      person: { id: ann.id, isMember: true },
    });

  async function proposed(): Promise<string> {
    const step = await propose();
    if (step.kind !== 'proposed') throw new Error(`it is ${step.kind}`);
    return step.proposalId;
  }

  const pictures = () => db.sql('select from picture where guild_id = $1', [here.guildId]);

  it('is not made of a face that is too small in the copy that is kept of it', async () => {
    parts.copySide = 100;
    await expect(propose()).rejects.toMatchObject({ code: 'face-too-small' });
    expect(await pictures()).toEqual([]);
  });

  it('is accepted for the face that was proposed, or not at all', async () => {
    const proposalId = await proposed();
    parts.faces = [faceAt(90)];
    const accept = () => parts.proposals.accept(here.guildId, proposalId, ann);
    await expect(accept()).rejects.toMatchObject({ code: 'no-face' });
    expect(await here.people.findByMember(ann.id)).toBeNull();
    const [asked] = [faceAt(12)];
    parts.faces = [faceAt(40), asked];
    await accept();
    const person = await here.people.findByMember(ann.id);
    expect(await here.holdings.faces(person?.personId ?? '')).toMatchObject([{ box: asked.box }]);
  });

  it('is declined once; whoever wants to be left alone for good is heard at any time', async () => {
    const proposalId = await proposed();
    const decline = (forGood: boolean) => parts.proposals.decline(here.guildId, proposalId, ann.id, forGood);
    await decline(false);
    expect(await pictures()).toEqual([]);
    await expect(decline(false)).rejects.toMatchObject({ code: 'proposal-over' });
    await decline(true);
    expect(await here.optOuts.has(ann.id)).toBe(true);
  });

  it('can be made again 30 days after it was declined', async () => {
    await parts.proposals.decline(here.guildId, await proposed(), ann.id, false);
    parts.now = Date.now() + 29 * 86_400_000;
    await expect(propose()).rejects.toMatchObject({ code: 'member-declined' });
    parts.now = Date.now() + 31 * 86_400_000;
    expect(await propose()).toMatchObject({ kind: 'proposed' });
  });
});
