import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FairQueue, type Queued } from '../../src/vision/fair-queue.ts';

interface Item extends Queued {
  readonly label: string;
}

const item = (label: string, guildId: string, priority: Queued['priority'] = 'interactive'): Item => ({
  label,
  guildId,
  priority,
});

function queueOf(...items: Item[]): FairQueue<Item> {
  const queue = new FairQueue<Item>();
  for (const one of items) queue.push(one);
  return queue;
}

function drain(queue: FairQueue<Item>): string[] {
  const labels: string[] = [];
  for (let next = queue.take(); next !== undefined; next = queue.take()) labels.push(next.label);
  return labels;
}

describe('FairQueue', () => {
  test('is first come, first served within a guild', () => {
    expect(drain(queueOf(item('1', 'a'), item('2', 'a'), item('3', 'a')))).toEqual(['1', '2', '3']);
  });

  test('takes guilds in turn, so that a late guild does not wait for all of an early one', () => {
    const queue = queueOf(
      item('a1', 'a'),
      item('a2', 'a'),
      item('a3', 'a'),
      item('b1', 'b'),
      item('c1', 'c'),
      item('b2', 'b'),
    );
    expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });

  test('keeps turns while work keeps coming', () => {
    const queue = queueOf(item('a1', 'a'), item('a2', 'a'), item('b1', 'b'));
    expect(queue.take()?.label).toBe('a1');
    queue.push(item('a3', 'a'));
    queue.push(item('c1', 'c'));
    expect(drain(queue)).toEqual(['b1', 'a2', 'c1', 'a3']);
  });

  test('takes all interactive work before any in the background', () => {
    const queue = queueOf(
      item('background 1', 'a', 'background'),
      item('background 2', 'b', 'background'),
      item('asked 1', 'a'),
    );
    expect(queue.take()?.label).toBe('asked 1');
    expect(queue.take()?.label).toBe('background 1');
    queue.push(item('asked 2', 'a'));
    expect(drain(queue)).toEqual(['asked 2', 'background 2']);
  });

  test('gives what was put back before everything else of its priority', () => {
    const queue = queueOf(item('a1', 'a'), item('b1', 'b'), item('back', 'c', 'background'));
    const taken = queue.take();
    if (taken === undefined) throw new Error('nothing was taken');
    queue.pushFirst(taken);
    expect(queue.size()).toBe(3);
    expect(queue.sizeOf(taken)).toBe(1);
    expect(drain(queue)).toEqual(['a1', 'b1', 'back']);
  });

  test('removes a waiting item once, and counts', () => {
    const items = [item('a1', 'a'), item('a2', 'a'), item('b1', 'b', 'background')] as const;
    const queue = queueOf(...items);
    expect([queue.size(), queue.size('interactive'), queue.size('background')]).toEqual([3, 2, 1]);
    expect(queue.remove(items[0])).toBe(true);
    expect(queue.remove(items[0])).toBe(false);
    expect(queue.sizeOf(items[0])).toBe(1);
    queue.pushFirst(items[0]);
    expect(queue.remove(items[0])).toBe(true);
    expect(queue.size()).toBe(2);
    expect(drain(queue)).toEqual(['a2', 'b1']);
    expect(queue.size()).toBe(0);
  });

  test('no guild waits for more than one item of each other guild', () => {
    const guilds = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(guilds, (order) => {
        const queue = queueOf(...order.map((guildId, at) => item(`${guildId}${at}`, guildId)));
        const taken = drain(queue).map((label) => label.charAt(0));
        expect(taken.toSorted()).toEqual(order.toSorted());
        for (const guild of new Set(order)) {
          const turns = taken.flatMap((other, at) => (other === guild ? [at] : []));
          let previous = -1;
          for (const turn of turns) {
            const between = taken.slice(previous + 1, turn);
            expect(new Set(between).size).toBe(between.length);
            previous = turn;
          }
        }
      }),
    );
  });
});
