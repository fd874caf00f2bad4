import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../eval/arguments.ts';
import { InputError } from '../../eval/problems.ts';

describe('parseArguments', () => {
  it('takes pairs with pictures, and all options', () => {
    const args =
      '--pairs p.txt --images img --engine native --effort fast --workers 3 --limit 50 --seed 9 --json o.json';
    expect(parseArguments(args.split(' '))).toEqual({
      kind: 'pairs',
      pairs: resolve('p.txt'),
      images: resolve('img'),
      engine: 'native',
      effort: 'fast',
      workers: 3,
      limit: 50,
      seed: 9,
      json: resolve('o.json'),
    });
  });

  it('takes a gallery with probes', () => {
    expect(parseArguments(['--gallery', 'g', '--probes', 'p'])).toMatchObject({
      kind: 'gallery',
      gallery: resolve('g'),
      probes: resolve('p'),
      engine: 'auto',
      effort: 'thorough',
      seed: 1,
    });
  });

  it('asks for nothing else with --help', () => {
    expect(parseArguments(['--help'])).toMatchObject({ kind: 'help' });
  });

  it.each([
    ['', /say --pairs FILE --images DIR, or --gallery DIR --probes DIR/],
    ['--pairs p', /--pairs needs --images DIR/],
    ['--probes p', /--probes needs --gallery DIR/],
    ['--pairs p --images i --gallery g --probes q', /but not both/],
    ['--pairs p --images i --engine tpu', /--engine is one of auto, native, face-api, not "tpu"/],
    ['--pairs p --images i --workers 0 --limit 1.5', /--workers .*not "0"\n--limit .*not "1.5"/],
    ['--pears p', /--pears/],
  ])('refuses "%s"', (line, message) => {
    const parse = () => parseArguments(line.split(' ').filter(Boolean));
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(message);
  });
});
