/** One complaint as Discord words it, such as `BASE_TYPE_REQUIRED` / "This field is required". */
export interface FieldError {
  readonly code: string;
  readonly message: string;
}

/** Complaints by path: property names and list indices lead to `_errors`, the complaints about that value. */
export interface ErrorTree {
  [key: string]: ErrorTree | FieldError[];
}

/** The JSON body of Discord's answer (http 400) to a request of the wrong shape. */
export interface InvalidFormBody {
  readonly code: 50035;
  readonly message: 'Invalid Form Body';
  readonly errors: ErrorTree;
}

/** The JSON body of an answer (http 400) that names no field. */
export interface PlainRefusal {
  /** 50006: a message without anything to show. 30032: more commands than an application may have. */
  readonly code: 50006 | 30032;
  readonly message: string;
}

/** What Discord would answer instead of doing what was asked; http status 400. */
export type Refusal = InvalidFormBody | PlainRefusal;

/**
 * A value's place in the request body, and the way to complain about it. All places of one validation share
 * one tree; the keys are property names known to the validators and list indices, never text of the request.
 */
export class Place {
  readonly #tree: ErrorTree;
  readonly #parent: Place | null;
  readonly #key: string;

  private constructor(tree: ErrorTree, parent: Place | null, key: string) {
    this.#tree = tree;
    this.#parent = parent;
    this.#key = key;
  }

  /** The body itself, with no complaints yet. */
  static root(): Place {
    return new Place({}, null, '');
  }

  at(...keys: readonly (string | number)[]): Place {
    return keys.reduce<Place>((place, key) => new Place(this.#tree, place, String(key)), this);
  }

  fail(code: string, message: string): void {
    let node = this.#tree;
    for (const key of this.#path()) {
      const next = node[key];
      if (next !== undefined && !Array.isArray(next)) node = next;
      else {
        const created: ErrorTree = {};
        node[key] = created;
        node = created;
      }
    }
    const errors = node._errors;
    if (Array.isArray(errors)) errors.push({ code, message });
    else node._errors = [{ code, message }];
  }

  #path(): string[] {
    const keys: string[] = [];
    for (let place: Place = this; place.#parent !== null; place = place.#parent) keys.push(place.#key);
    return keys.reverse();
  }

  /** The answer for all complaints of this validation, or null if there are none. */
  result(): InvalidFormBody | null {
    if (Object.keys(this.#tree).length === 0) return null;
    return { code: 50035, message: 'Invalid Form Body', errors: this.#tree };
  }
}

/**
 * Puts the complaints under a key: what a bot sends inside `data` of an interaction callback is complained
 * about at `data.…`.
 */
export function nestErrors(refusal: Refusal, key: string): Refusal {
  return refusal.code === 50035 ? { ...refusal, errors: { [key]: refusal.errors } } : refusal;
}
