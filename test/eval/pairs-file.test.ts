import { describe, expect, it } from 'vitest';
import { parsePairs } from '../../eval/pairs-file.ts';

const matched = 'Ann_Lee\t1\t4';
const mismatched = 'Ann_Lee\t2\tBo\t1';

describe('parsePairs', () => {
  it('reads a header of folds and both kinds of pairs', () => {
    const { header, pairs, problems } = parsePairs(
      ['2\t1', matched, mismatched, matched, mismatched].join('\n'),
    );
    expect(problems).toEqual([]);
    expect(header).toEqual({ folds: 2, pairsPerFold: 1 });
    expect(pairs).toHaveLength(4);
    expect(pairs[0]).toEqual({
      line: 2,
      same: true,
      first: { person: 'Ann_Lee', number: 1 },
      second: { person: 'Ann_Lee', number: 4 },
    });
    expect(pairs[1]).toMatchObject({ same: false, second: { person: 'Bo', number: 1 } });
  });

  it('reads the header of a single count, as of the development lists', () => {
    expect(parsePairs(`1\n${matched}\n${mismatched}\n`)).toMatchObject({
      header: { folds: 1, pairsPerFold: 1 },
      problems: [],
    });
  });

  it('reads lists without a header, with spaces, empty lines, a byte order mark and Windows line ends', () => {
    const { header, pairs, problems } = parsePairs('\uFEFFBo 1 2\r\n\r\n  Bo   0003 Cy 1 \r\n');
    expect([header, problems]).toEqual([null, []]);
    expect(pairs.map(({ line, same, first }) => ({ line, same, number: first.number }))).toEqual([
      { line: 1, same: true, number: 1 },
      { line: 3, same: false, number: 3 },
    ]);
  });

  it('takes names of digits for names', () => {
    expect(parsePairs('50 1 2\n').pairs[0]).toMatchObject({ same: true, first: { person: '50', number: 1 } });
  });

  it('collects every problem with its line', () => {
    const text = [
      'Bo 1',
      matched,
      'Bo 1 two',
      'Bo x Cy 2.5',
      'a b c d e',
      'Bo 1 1',
      'Bo 1 Bo 2',
      'Bo -1 2',
    ].join('\n');
    const { problems, pairs } = parsePairs(text);
    expect(pairs).toHaveLength(1);
    expect(problems.map(({ line }) => line)).toEqual([1, 3, 4, 5, 6, 7, 8]);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('has 2 fields'),
      '"two" should be the whole number of a picture',
      '"x" and "2.5" should be the whole number of a picture',
      expect.stringContaining('has 5 fields'),
      'compares picture 1 of Bo with itself',
      expect.stringContaining('names Bo twice'),
      '"-1" should be the whole number of a picture',
    ]);
  });

  it.each([
    ['1 2', 'promises 1 fold of 2 matched and 2 mismatched pairs, 4 in all, but 2 follow', 1],
    ['0 300', 'promises no pairs', 1],
  ])('refuses the header %s for two pairs', (header, message, line) => {
    expect(parsePairs([header, matched, mismatched].join('\n')).problems).toEqual([{ line, message }]);
  });

  it('refuses pairs in another order than the header says', () => {
    expect(parsePairs(['1 1', mismatched, matched].join('\n')).problems).toEqual([
      { line: 2, message: 'is a mismatched pair where the header puts a matched one' },
    ]);
  });
});
