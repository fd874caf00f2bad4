import { describe, expect, it } from 'vitest';
import { selfOf, subjectOf } from '../../src/services/enrolment/subject.ts';

const member = { id: '10', displayName: 'Ann', isModerator: false };
const moderator = { id: '20', displayName: 'Mo', isModerator: true };

function refusal(code: string) {
  return expect.objectContaining({ code });
}

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
    expect(() => subjectOf(member, { name: 'Grandma' }, 'self')).toThrow(refusal('not-allowed'));
    expect(() => subjectOf(moderator, { name: '\u200b' }, 'self')).toThrow(refusal('name-invalid'));
  });

  it('is never another member: they enrol themselves, whoever asks', () => {
    expect(() => subjectOf(member, { person: { id: '11', isMember: true } }, 'self')).toThrow(
      refusal('member-enrols-themself'),
    );
    expect(() => subjectOf(moderator, { person: { id: '11', isMember: true } }, 'self')).toThrow(
      refusal('member-enrols-themself'),
    );
  });

  it('is another member as a proposal, where the settings let moderators', () => {
    const other = { person: { id: '11', isMember: true } };
    expect(subjectOf(moderator, other, 'moderated')).toEqual({ kind: 'proposed', memberId: '11' });
    expect(() => subjectOf(member, other, 'moderated')).toThrow(refusal('not-allowed'));
    const stranger = { person: { id: '11', isMember: false } };
    expect(() => subjectOf(moderator, stranger, 'moderated')).toThrow(refusal('not-a-member'));
  });

  it('is not both a member and a name', () => {
    expect(() => subjectOf(moderator, { person: { id: '11', isMember: true }, name: 'Bo' }, 'self')).toThrow(
      refusal('person-and-name'),
    );
  });

  it('calls a member without a printable name by their id', () => {
    expect(selfOf({ ...member, displayName: '\u200b\u2060' }).displayName).toBe('10');
  });
});
