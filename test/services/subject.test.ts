import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../src/services/enrolment/subject.ts';

const member = { id: '10', displayName: 'Ann', isModerator: false };
const moderator = { id: '20', displayName: 'Mo', isModerator: true };

function refusal(code: string) {
  return expect.objectContaining({ code });
}

describe('whose face an enrolment keeps', () => {
  it('is the asker by default, or when they name themself', () => {
    const self = { kind: 'self', memberId: '10', displayName: 'Ann' };
    expect(subjectOf(member, {})).toEqual(self);
    expect(subjectOf(member, { person: { id: '10' } })).toEqual(self);
  });

  it('is a named person for moderators only', () => {
    expect(subjectOf(moderator, { name: ' Grandma  Lee ' })).toEqual({
      kind: 'named',
      memberId: null,
      displayName: 'Grandma Lee',
    });
    expect(() => subjectOf(member, { name: 'Grandma' })).toThrow(refusal('not-allowed'));
    expect(() => subjectOf(moderator, { name: '\u200b' })).toThrow(refusal('name-invalid'));
  });

  it('is never another member: they enrol themselves, whoever asks', () => {
    expect(() => subjectOf(member, { person: { id: '11' } })).toThrow(refusal('member-enrols-themself'));
    expect(() => subjectOf(moderator, { person: { id: '11' } })).toThrow(refusal('member-enrols-themself'));
  });

  it('is not both a member and a name', () => {
    expect(() => subjectOf(moderator, { person: { id: '11' }, name: 'Bo' })).toThrow(
      refusal('person-and-name'),
    );
  });

  it('calls a member without a printable name by their id', () => {
    expect(subjectOf({ ...member, displayName: '\u200b\u2060' }, {}).displayName).toBe('10');
  });
});
