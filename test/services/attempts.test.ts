import { expect, it, vi } from 'vitest';
import { inAttempts } from '../../src/services/attempts.ts';

const passing = new Error('passes');

it('what may pass is tried three times, and anything else once', async () => {
  const work = vi
    .fn()
    .mockRejectedValueOnce(passing)
    .mockRejectedValueOnce(passing)
    .mockResolvedValue('done');
  expect(await inAttempts(work, (error) => error === passing)).toBe('done');

  const never = vi.fn().mockRejectedValue(passing);
  await expect(inAttempts(never, () => true)).rejects.toBe(passing);
  expect(never).toHaveBeenCalledTimes(3);

  const refused = vi.fn().mockRejectedValue(new Error('no'));
  await expect(inAttempts(refused, (error) => error === passing)).rejects.toThrow('no');
  expect(refused).toHaveBeenCalledTimes(1);
});
