import { describe, expect, it } from 'vitest';
import type { GuildReaders } from '../../src/services/audit/audited-database.ts';
import { findSubject, selfOf, subjectOf } from '../../src/services/enrolment/subject.ts';

const member = { id: '10', displayName: 'Ann', isModerator: false };
const moderator = { id: '20', displayName: 'Mo', isModerator: true };

function refusal(code: string, context = {}) {
  return expect.objectContaining({ code, context });
}

const notAllowed = refusal('not-allowed', { permission: 'Timeout Members' });

describe('whose face an enrolment keeps', () => {
  it('is the asker by default, or when they name themself', () => {
    const self = { kind: 'self', memberId: '10', displayName: 'Ann' };
    expect(subjectOf(member, {}, 'self')).toEqual(self);
    expect(subjectOf(member, { person: { id: '10', isMember: true } }, 'self')).toEqual(self);
  });

  it('is a named person for moderators only', () => {
    expect(subjectOf(moderator, { name: ' Grandma  Lee ' }, 'self')).toEqual({
      kind: 'named',
      memberId: null,
      displayName: 'Grandma Lee',
    });
    expect(() => subjectOf(member, { name: 'Grandma' }, 'self')).toThrow(notAllowed);
    expect(() => subjectOf(moderator, { name: '\u200b' }, 'self')).toThrow(
      refusal('name-invalid', { maximum: 32 }),
    );
  });

  it('is never another member: they enrol themselves, whoever asks', () => {
    expect(() => subjectOf(member, { person: { id: '11', isMember: true } }, 'self')).toThrow(
      refusal('member-enrols-themself', { memberId: '11' }),
    );
    expect(() => subjectOf(moderator, { person: { id: '11', isMember: true } }, 'self')).toThrow(
      refusal('member-enrols-themself', { memberId: '11' }),
    );
  });

  it('is another member as a proposal, where the settings let moderators', () => {
    const other = { person: { id: '11', isMember: true } };
    expect(subjectOf(moderator, other, 'moderated')).toEqual({ kind: 'proposed', memberId: '11' });
    expect(() => subjectOf(member, other, 'moderated')).toThrow(notAllowed);
    const stranger = { person: { id: '11', isMember: false } };
    expect(() => subjectOf(moderator, stranger, 'moderated')).toThrow(refusal('not-a-member'));
  });

  it('is not both a member and a name', () => {
    expect(() => subjectOf(moderator, { person: { id: '11', isMember: true }, name: 'Bo' }, 'self')).toThrow(
      refusal('person-and-name'),
    );
  });

  it('calls a member by as much of their name as is kept', () => {
    expect(selfOf({ ...member, displayName: 'x'.repeat(33) }).displayName).toBe('x'.repeat(32));
  });

  it('calls a member without a printable name by their id', () => {
    expect(selfOf({ ...member, displayName: '\u200b\u2060' }).displayName).toBe('10');
  });
});

describe('the person that stands for a subject', () => {
  const person = { personId: '1', createdBy: '20', createdAt: new Date(0) };
  const annAsMember = { ...person, memberId: '10', displayName: 'Ann' };
  const grandma = { ...person, memberId: null, displayName: 'Grandma' };
  const people = {
    findByMember: async (id: string) => (id === '10' ? annAsMember : null),
    findByName: async (name: string) =>
      [annAsMember, grandma].find(({ displayName }) => displayName === name) ?? null,
  } as unknown as GuildReaders['people'];
  const named = (displayName: string) => ({ kind: 'named', memberId: null, displayName }) as const;

  it('is found by the member, or by the name', async () => {
    expect(await findSubject(people, selfOf(member))).toBe(annAsMember);
    expect(await findSubject(people, named('Grandma'))).toBe(grandma);
    expect(await findSubject(people, named('Grandpa'))).toBeNull();
  });

  it('is never a member by name: they answer for themself', async () => {
    await expect(findSubject(people, named('Ann'))).rejects.toEqual(
      refusal('name-of-member', { memberId: '10' }),
    );
  });
});
