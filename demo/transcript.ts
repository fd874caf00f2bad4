import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Reply } from '../sandbox/index.ts';
import { type Entry, renderPage } from './conversation.ts';

/** Prints the conversation as it happens and keeps it, with the pictures, in a folder. */
export class Transcript {
  readonly #folder: string;
  readonly #started = performance.now();
  readonly #names: ReadonlyMap<string, string>;
  readonly #entries: Entry[] = [];
  #pictures = 0;

  private constructor(folder: string, names: ReadonlyMap<string, string>) {
    this.#folder = folder;
    this.#names = names;
  }

  /** @param names of members by their ids, for mentions. The folder's earlier content is removed. */
  static async start(folder: string, names: ReadonlyMap<string, string>): Promise<Transcript> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    return new Transcript(folder, names);
  }

  /** A title between parts of the story. */
  chapter(title: string): void {
    console.log(`\n── ${title}`);
  }

  /** What a member does. */
  async says(
    place: string,
    who: string,
    text: string,
    attached?: { name: string; bytes: Uint8Array },
  ): Promise<void> {
    const pictures = attached === undefined ? [] : [await this.#keep(attached.bytes, attached.name)];
    this.#add({ place, who, text, pictures, onlyFor: null, buttons: [] });
  }

  /** What Kith answers, and how long it took. */
  async hears(place: string, member: string, reply: Reply, milliseconds: number): Promise<Reply> {
    const pictures = [];
    for (const { bytes, description } of reply.files) {
      pictures.push(await this.#keep(bytes(), description ?? 'a picture'));
    }
    this.#add(
      {
        place,
        who: 'Kith',
        text: this.#named(reply.text),
        pictures,
        onlyFor: reply.ephemeral ? member : null,
        buttons: [
          ...reply.buttons.map(({ label }) => label),
          ...reply.selects.map(({ placeholder }) => `${placeholder} ▾`),
        ],
      },
      milliseconds,
    );
    return reply;
  }

  /** Writes the conversation as a page beside its pictures. @returns the page's path */
  async finish(): Promise<string> {
    const path = join(this.#folder, 'conversation.html');
    await writeFile(path, renderPage(this.#entries));
    return path;
  }

  #add(entry: Omit<Entry, 'seconds'>, milliseconds?: number): void {
    const seconds = (performance.now() - this.#started) / 1000;
    this.#entries.push({ ...entry, seconds });
    const time = `${seconds.toFixed(1).padStart(5)} s`;
    const private_ = entry.onlyFor === null ? '' : ` (only ${entry.onlyFor} sees this)`;
    const took = milliseconds === undefined ? '' : `  [${Math.round(milliseconds)} ms]`;
    console.log(`${time}  ${entry.who}${private_}${took}`);
    for (const line of entry.text.split('\n').filter((text) => text !== '')) {
      console.log(`           ${plain(line)}`);
    }
    for (const { file } of entry.pictures) {
      console.log(`           [picture: ${file}]`);
    }
    if (entry.buttons.length > 0) {
      console.log(`           ${entry.buttons.map((label) => `[ ${label} ]`).join('  ')}`);
    }
  }

  async #keep(bytes: Uint8Array, alt: string): Promise<{ file: string; alt: string }> {
    this.#pictures += 1;
    const { format } = await sharp(bytes).metadata();
    const file = `${String(this.#pictures).padStart(2, '0')}.${format === 'jpeg' ? 'jpg' : format}`;
    await writeFile(join(this.#folder, file), bytes);
    return { file, alt };
  }

  /** Mentions and times as Discord's client shows them. */
  #named(text: string): string {
    return text
      .replace(/<@(\d+)>/g, (mention, id: string) => `@${this.#names.get(id) ?? mention}`)
      .replace(/<t:(\d+):D>/g, (_, seconds: string) =>
        new Date(Number(seconds) * 1000).toLocaleDateString('en-GB', { dateStyle: 'long' }),
      );
  }
}

/** Without markdown, for the terminal. */
function plain(line: string): string {
  return line.replace(/^#+ /, '').replace(/\*\*/g, '').replace(/\\(.)/g, '$1');
}
