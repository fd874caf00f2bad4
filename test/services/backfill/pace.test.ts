import { expect, it } from 'vitest';
import { Paces } from '../../../src/services/backfill/pace.ts';

it('tells the pace of the last minute, and how long it takes at that', () => {
  let now = 0;
  const paces = new Paces(() => now);
  const at = (seconds: number, pictures: number, share: number) => {
    now = seconds * 1_000;
    return paces.take('1/1', { pictures, share });
  };
  expect(at(0, 0, 0)).toBeNull();
  expect(at(1, 5, 0.01)).toBeNull();
  expect(at(10, 100, 0.1)).toEqual({ picturesPerSecond: 10, secondsLeft: 90 });
  // What is longer ago than a minute no longer counts: from second 60 on it was twice as fast.
  expect(at(60, 600, 0.5)).toMatchObject({ picturesPerSecond: 10 });
  expect(at(100, 1_400, 0.9)).toEqual({ picturesPerSecond: 20, secondsLeft: expect.closeTo(10) });
  expect(at(101, 1_400, 0.9)?.secondsLeft).not.toBeNull();
  paces.forget('1/1');
  expect(at(102, 1_400, 0.9)).toBeNull();
  expect(at(110, 1_400, 0.9)).toEqual({ picturesPerSecond: 0, secondsLeft: null });
});
