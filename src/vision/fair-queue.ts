import type { AnalyseRequest } from './types.ts';

type Priority = AnalyseRequest['priority'];

export interface Queued {
  readonly guildId: string;
  readonly priority: Priority;
}

/**
 * Waiting work: everything interactive before anything in the background, and within each the guilds in turn, so
 * that one guild's hundred pictures do not stand before another's one. First come, first served within a guild.
 */
export class FairQueue<Item extends Queued> {
  readonly #lines: Record<Priority, GuildLines<Item>> = {
    interactive: new GuildLines(),
    background: new GuildLines(),
  };

  /** Items waiting, of one priority or of both. */
  size(priority?: Priority): number {
    if (priority !== undefined) return this.#lines[priority].size;
    return this.#lines.interactive.size + this.#lines.background.size;
  }

  sizeOf({ priority, guildId }: Queued): number {
    return this.#lines[priority].sizeOf(guildId);
  }

  push(item: Item): void {
    this.#lines[item.priority].push(item);
  }

  /** Puts an item before every other of its priority, but for those that were put so earlier. */
  pushFirst(item: Item): void {
    this.#lines[item.priority].pushFirst(item);
  }

  take(): Item | undefined {
    return this.#lines.interactive.take() ?? this.#lines.background.take();
  }

  /** @returns whether the item was waiting. */
  remove(item: Item): boolean {
    return this.#lines[item.priority].remove(item);
  }
}

/** One priority: a line of items for each guild that has any, in the order of the guilds' turns. */
class GuildLines<Item extends Queued> {
  readonly #first: Item[] = [];
  /** A Map keeps the order of insertion: a guild that had its turn is taken out and put in again, at the end. */
  readonly #byGuild = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  sizeOf(guildId: string): number {
    const first = this.#first.filter((item) => item.guildId === guildId).length;
    return first + (this.#byGuild.get(guildId)?.length ?? 0);
  }

  push(item: Item): void {
    const line = this.#byGuild.get(item.guildId);
    if (line === undefined) this.#byGuild.set(item.guildId, [item]);
    else line.push(item);
    this.#size++;
  }

  pushFirst(item: Item): void {
    this.#first.push(item);
    this.#size++;
  }

  take(): Item | undefined {
    const item = this.#first.shift() ?? this.#takeInTurn();
    if (item !== undefined) this.#size--;
    return item;
  }

  #takeInTurn(): Item | undefined {
    for (const [guildId, line] of this.#byGuild) {
      this.#byGuild.delete(guildId);
      const item = line.shift();
      if (line.length > 0) this.#byGuild.set(guildId, line);
      return item;
    }
    return undefined;
  }

  remove(item: Item): boolean {
    const line = this.#byGuild.get(item.guildId);
    const removed = removeFrom(this.#first, item) || (line !== undefined && removeFrom(line, item));
    if (line?.length === 0) this.#byGuild.delete(item.guildId);
    if (removed) this.#size--;
    return removed;
  }
}

function removeFrom<Item>(items: Item[], item: Item): boolean {
  const at = items.indexOf(item);
  if (at === -1) return false;
  items.splice(at, 1);
  return true;
}
