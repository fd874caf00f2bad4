/** What `/metrics` answered. */
export class Scrape {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** @param url of `/metrics`. */
  static async of(url: string): Promise<Scrape> {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return new Scrape(await response.text());
  }

  /**
   * A gauge, with all its labels or with one of them together.
   * @param label as it is written: `state="busy"`.
   * @throws RangeError when it could not be read: 0 would look like an answer
   */
  gauge(name: string, label = ''): number {
    const values = this.#values(name, label);
    if (values.length === 0) throw new RangeError(`no ${name} ${label}`);
    return sum(values);
  }

  /** All that a counter counted: 0 before the first. */
  counter(name: string): number {
    if (!this.#text.includes(`# TYPE ${name} counter`)) throw new RangeError(`no ${name}`);
    return sum(this.#values(name));
  }

  #values(name: string, label = ''): number[] {
    return [...this.#text.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'))]
      .filter(([, labels = '']) => labels.includes(label))
      .map(([, , value]) => Number(value));
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
