import { describe, expect, it, vi } from 'vitest';
import { type PendingOptions, PendingStore } from '../../src/services/pending.ts';

const storeOf = (options: Partial<PendingOptions> = {}) =>
  new PendingStore<string>({ capacity: 3, perOwner: 1, ...options });

const expired = expect.objectContaining({ code: 'choice-expired' });

describe('PendingStore', () => {
  it('hands a value over exactly once', () => {
    const store = storeOf();
    const token = store.put('1', '10', 'photo');
    expect(store.take(token, '10')).toBe('photo');
    expect(() => store.take(token, '10')).toThrow(expired);
  });

  it('gives nothing to anybody but its owner, who still can take it', () => {
    const store = storeOf();
    const token = store.put('1', '10', 'photo');
    expect(() => store.take(token, '11')).toThrow(expect.objectContaining({ code: 'not-your-button' }));
    expect(store.take(token, '10')).toBe('photo');
  });

  it('forgets after 15 minutes', () => {
    let now = 0;
    const store = storeOf({ now: () => now });
    const token = store.put('1', '10', 'photo');
    now = 15 * 60_000 - 1;
    expect(store.take(store.put('1', '11', 'other'), '11')).toBe('other');
    now += 1;
    expect(() => store.take(token, '10')).toThrow(expired);
  });

  it("replaces a member's earlier value in the same guild only", () => {
    const store = storeOf();
    const first = store.put('1', '10', 'first');
    const elsewhere = store.put('2', '10', 'elsewhere');
    const second = store.put('1', '10', 'second');
    expect(() => store.take(first, '10')).toThrow(expired);
    expect(store.take(elsewhere, '10')).toBe('elsewhere');
    expect(store.take(second, '10')).toBe('second');
  });

  it('when it is full lets the oldest go of the guild that has the most', () => {
    const store = storeOf();
    const alone = store.put('1', '10', 'alone');
    const [first = '', second = '', third = ''] = ['20', '21', '22'].map((id) => store.put('2', id, id));
    expect(() => store.take(first, '20')).toThrow(expired);
    const values = [store.take(alone, '10'), store.take(second, '21'), store.take(third, '22')];
    expect(values).toEqual(['alone', '21', '22']);
  });

  it('takes nobody’s place for what is over', () => {
    let now = 0;
    const store = storeOf({ now: () => now });
    store.put('1', '10', 'over');
    now += 1;
    const kept = [store.put('2', '20', 'a'), store.put('2', '21', 'b')];
    now = 15 * 60_000;
    store.put('3', '30', 'new');
    expect(kept.map((token, index) => store.take(token, `2${index}`))).toEqual(['a', 'b']);
  });

  it('counts on a clock that nobody sets', () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const store = storeOf();
    const token = store.put('1', '10', 'photo');
    clock.mockReturnValue(15 * 60_000);
    expect(() => store.take(token, '10')).toThrow(expired);
    clock.mockRestore();
  });

  it('keeps as many of a member as it is told to', () => {
    const store = storeOf({ perOwner: 2 });
    const [first = '', second = '', third = ''] = ['a', 'b', 'c'].map((value) => store.put('1', '10', value));
    expect(() => store.take(first, '10')).toThrow(expired);
    expect(store.take(second, '10')).toBe('b');
    expect(store.take(third, '10')).toBe('c');
  });

  it('shows a value without giving it away', () => {
    const store = storeOf();
    const token = store.put('1', '10', 'photo');
    expect([store.look(token, '10'), store.look(token, '10')]).toEqual(['photo', 'photo']);
    expect(() => store.look(token, '11')).toThrow(expect.objectContaining({ code: 'not-your-button' }));
    expect(store.take(token, '10')).toBe('photo');
    expect(() => store.look(token, '10')).toThrow(expired);
  });
});
