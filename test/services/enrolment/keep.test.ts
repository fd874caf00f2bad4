import { beforeEach, describe, expect, it } from 'vitest';
import type { PersonMatch } from '../../../src/db/face-types.ts';
import type { Person } from '../../../src/db/people-types.ts';
import type { AuditedRepositories } from '../../../src/services/audit/audited-database.ts';
import { bandsFor } from '../../../src/services/bands.ts';
import { type Keeping, keepFace } from '../../../src/services/enrolment/keep.ts';
import { face } from '../../db/fixtures.ts';

const modelVersion = 'face-api-1.7.15/box';
const ann = { kind: 'self', memberId: '10', displayName: 'Ann' } as const;
const grandma = { kind: 'named', memberId: null, displayName: 'Grandma' } as const;

/** What a server holds, as far as keeping a face asks; and what was written. */
class Held {
  people: Person[] = [];
  consentVersion: number | null = null;
  optedOut: string[] = [];
  withdrawal: string | null = null;
  near: PersonMatch[] = [];
  enrolments = 1;
  readonly written: Record<string, unknown>[] = [];
  searched: { threshold: number; limit: number } | undefined;

  person(memberId: string | null, displayName: string): Person {
    const person = { personId: `${this.people.length + 1}`, memberId, displayName, createdBy: '20' };
    this.people.push({ ...person, createdAt: new Date(0) });
    return { ...person, createdAt: new Date(0) };
  }

  get repositories(): AuditedRepositories {
    const write = (what: string) => async (values: unknown) => {
      this.written.push({ [what]: values });
      return '50';
    };
    return {
      erasure: { storing: async () => undefined, lastWithdrawal: async () => this.withdrawal },
      optOuts: { has: async (id: string) => this.optedOut.includes(id) },
      people: {
        findByMember: async (id: string) => this.people.find(({ memberId }) => memberId === id) ?? null,
        // Whoever was merged is found by either name.
        findByName: async (name: string) =>
          this.people.find(({ displayName }) => displayName.startsWith(name)) ?? null,
        create: async ({ memberId, displayName }: Person) => this.person(memberId, displayName),
        rename: async (_id: string, name: string) => await write('rename')(name),
      },
      consents: { give: write('consent'), standingVersion: async () => this.consentVersion },
      pictures: { add: write('picture'), countEnrolments: async () => 3 },
      faces: {
        add: write('face'),
        countEnrolments: async () => this.enrolments,
        nearestPeople: async (query: { threshold: number; limit: number }) => {
          this.searched = query;
          return this.near;
        },
      },
    } as unknown as AuditedRepositories;
  }

  has(what: string): unknown {
    return this.written.find((entry) => what in entry)?.[what];
  }
}

let held: Held;

beforeEach(() => {
  held = new Held();
});

async function keep(changes: Partial<Keeping> = {}) {
  return await keepFace(held.repositories, {
    ...{ subject: ann, consentBy: '10', actorId: '10', textVersion: 2, modelVersion },
    face: face('', null),
    picture: {
      source: null,
      width: 9,
      height: 9,
      sha256: new Uint8Array(32),
      storedCopy: null,
      addedBy: '10',
    },
    ...{ mayResembleAnother: false, details: { consentGiven: true } },
    ...changes,
  });
}

/** The same, relying on a consent that was given earlier. */
async function keepOnStandingConsent() {
  const { consentBy: _, ...keeping } = {
    ...{ subject: ann, consentBy: '10', actorId: '10', textVersion: 2, modelVersion, face: face('', null) },
    picture: { pictureId: '60', addedBy: '10' },
    ...{ mayResembleAnother: false, details: {} },
  };
  return await keepFace(held.repositories, keeping);
}

const near = (personId: string): PersonMatch => ({
  ...{ query: 0, personId, distance: 0.3, displayName: 'Bo', memberId: '11' },
});

describe('keeping a face', () => {
  it('writes the person, their consent, the picture and the face, and tells what to record', async () => {
    const { result, entry } = await keep();
    expect(result).toMatchObject({ person: { memberId: '10', displayName: 'Ann' }, photos: 3 });
    expect(held.has('consent')).toEqual({ personId: '1', kind: 'self', textVersion: 2, givenBy: '10' });
    expect(held.has('picture')).toMatchObject({ addedBy: '10' });
    expect(held.has('face')).toMatchObject({
      ...{ pictureId: '50', personId: '1', origin: 'enrolment', modelVersion },
    });
    expect(entry).toEqual({
      ...{ actorId: '10', action: 'enrol', personId: '1', memberId: '10' },
      details: { consentGiven: true, photos: 3 },
    });
  });

  it('attests the consent of somebody who is no member', async () => {
    await keep({ subject: grandma, consentBy: '20', actorId: '20' });
    expect(held.has('consent')).toMatchObject({ kind: 'attested', givenBy: '20' });
  });

  it('uses a picture that is there already', async () => {
    await keep({ picture: { pictureId: '60', addedBy: '20' } });
    expect(held.has('picture')).toBeUndefined();
    expect(held.has('face')).toMatchObject({ pictureId: '60' });
  });

  it('refuses a poor face before anything is written', async () => {
    const poor = { ...face('', null), quality: { size: 20, sharpness: 100, yaw: 0 } };
    await expect(keep({ face: poor })).rejects.toMatchObject({ code: 'face-too-small' });
    expect(held.written).toEqual([]);
  });
});

describe('a member who said no', () => {
  it('by opting out is not kept', async () => {
    held.optedOut = ['10'];
    await expect(keep()).rejects.toMatchObject({ code: 'you-opted-out' });
    expect(held.written).toEqual([]);
  });

  it('by withdrawing since they agreed is not kept', async () => {
    held.withdrawal = '99';
    await expect(keep({ lastWithdrawal: '98' })).rejects.toMatchObject({ code: 'choice-expired' });
    await expect(keep({ lastWithdrawal: null })).rejects.toMatchObject({ code: 'choice-expired' });
    expect(held.written).toEqual([]);
    await expect(keep({ lastWithdrawal: '99' })).resolves.toBeDefined();
  });

  it('is somebody else than a named person', async () => {
    held.optedOut = ['10'];
    held.withdrawal = '99';
    await expect(keep({ subject: grandma, lastWithdrawal: null })).resolves.toBeDefined();
  });
});

describe('a consent that is relied on', () => {
  it('has to stand, for the text of today', async () => {
    held.consentVersion = 2;
    await keepOnStandingConsent();
    expect(held.has('consent')).toBeUndefined();
    expect(held.has('face')).toBeDefined();
  });

  it.each([null, 1])('is none when the standing version is %s', async (version) => {
    held.consentVersion = version;
    await expect(keepOnStandingConsent()).rejects.toMatchObject({ code: 'choice-expired' });
    expect(held.has('face')).toBeUndefined();
  });
});

describe('a person who is there', () => {
  it('is called what the member calls themself now', async () => {
    held.person('10', 'Annie');
    const { result } = await keep();
    expect(result.person).toMatchObject({ personId: '1', displayName: 'Ann' });
    expect(held.has('rename')).toBe('Ann');
  });

  it('is left alone when the name is the same, or was given by a moderator', async () => {
    held.person('10', 'Ann');
    held.person(null, 'Grandma Lee');
    await keep();
    expect((await keep({ subject: grandma })).result.person.personId).toBe('2');
    expect(held.has('rename')).toBeUndefined();
    expect(held.people).toHaveLength(2);
  });
});

describe('a face like another person’s', () => {
  it('is refused, without a word on whose', async () => {
    held.near = [near('8')];
    held.enrolments = 5_000;
    await expect(keep()).rejects.toMatchObject({ code: 'face-of-another', context: {} });
    expect(held.has('face')).toBeUndefined();
    expect(held.searched).toEqual({
      ...{ descriptors: [face('', null).descriptor], modelVersion, limit: 2 },
      threshold: bandsFor(modelVersion, 5_000).likely,
    });
  });

  it('is taken when it is like the person’s own as well', async () => {
    held.near = [near('8'), near('1')];
    await expect(keep()).resolves.toBeDefined();
  });

  it('is taken on a moderator’s word', async () => {
    held.near = [near('8')];
    await expect(keep({ mayResembleAnother: true })).resolves.toBeDefined();
    expect(held.searched).toBeUndefined();
  });
});
