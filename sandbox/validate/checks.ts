import type { Place } from './report.ts';

/** Looks at one value of a request and complains at its place. Never throws, whatever the value is. */
export type Check = (value: unknown, at: Place) => void;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a list; an empty one if it is something else (its own check has complained then). */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Length as Discord counts it: Unicode code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const next = text.charCodeAt(i + 1);
    if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) length--;
  }
  return length;
}

/** A value in a sentence; never throws, as `String` may on an object of a request. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return '[...]';
  return typeof value === 'object' && value !== null ? '{...}' : String(value);
}

const REQUIRED = ['BASE_TYPE_REQUIRED', 'This field is required'] as const;

export function missing(at: Place): void {
  at.fail(...REQUIRED);
}

/** Must be there and not be null. */
export function required(check: Check): Check {
  return (value, at) => (value === undefined || value === null ? missing(at) : check(value, at));
}

/** May be left out, but may not be null. */
export function optional(check: Check): Check {
  return (value, at) => {
    if (value === null) missing(at);
    else if (value !== undefined) check(value, at);
  };
}

/** May be left out or be null, which mean the same. */
export function nullable(check: Check): Check {
  return (value, at) => {
    if (value !== undefined && value !== null) check(value, at);
  };
}

export function all(...checks: readonly Check[]): Check {
  return (value, at) => {
    for (const check of checks) check(value, at);
  };
}

/** A rule over several properties; looks only at objects, since anything else was complained about already. */
export function rule(check: (value: JsonObject, at: Place) => void): Check {
  return (value, at) => {
    if (isObject(value)) check(value, at);
  };
}

function checkLength(length: number, min: number, max: number, at: Place): void {
  if (length >= min && length <= max) return;
  if (min > 0) at.fail('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  else at.fail('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
}

/**
 * A string of `min` to `max` characters. Discord turns numbers into strings; here that is refused, since it
 * is a slip of the bot's every time.
 */
export function text(max: number, min = 0): Check {
  return (value, at) => {
    if (typeof value === 'string') checkLength(lengthOf(value), min, max, at);
    else at.fail('STRING_TYPE_CONVERT', `Could not interpret "${show(value)}" as string.`);
  };
}

/** A string that Discord trims first; one of white space only counts as left out. */
export function trimmedText(max: number, needed: 'needed' | 'free'): Check {
  return (value, at) => {
    const trimmed = typeof value === 'string' ? value.trim() : value;
    if (trimmed === '' && needed === 'needed') missing(at);
    else text(max)(trimmed, at);
  };
}

export function integer(min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): Check {
  return (value, at) => {
    if (Number.isSafeInteger(value)) number(min, max, 'int')(value, at);
    else at.fail('NUMBER_TYPE_COERCE', `Value "${show(value)}" is not int.`);
  };
}

export function number(min: number, max: number, name: 'int' | 'float' = 'float'): Check {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      at.fail('NUMBER_TYPE_COERCE', `Value "${show(value)}" is not ${name}.`);
    } else if (value < min) {
      at.fail('NUMBER_TYPE_MIN', `${name} value should be greater than or equal to ${min}.`);
    } else if (value > max) {
      at.fail('NUMBER_TYPE_MAX', `${name} value should be less than or equal to ${max}.`);
    }
  };
}

export const boolean: Check = (value, at) => {
  if (typeof value !== 'boolean') at.fail('BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
};

/** An unsigned 64-bit integer, as decimal text or, where it fits, as a number. */
export function isUint64(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0;
  return typeof value === 'string' && /^\d{1,20}$/.test(value) && BigInt(value) < 1n << 64n;
}

export const snowflake: Check = (value, at) => {
  if (!isUint64(value)) at.fail('NUMBER_TYPE_COERCE', `Value "${show(value)}" is not snowflake.`);
};

export function oneOf(choices: readonly (string | number)[]): Check {
  return (value, at) => {
    if (!choices.some((choice) => choice === value)) {
      at.fail('BASE_TYPE_CHOICES', `Value must be one of {${choices.join(', ')}}.`);
    }
  };
}

/** `min` to `max` items, each of which passes `item`; those beyond `max` are not looked at. */
export function list(item: Check, max: number, min = 0): Check {
  return (value, at) => {
    if (!Array.isArray(value)) {
      at.fail('LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return;
    }
    checkLength(value.length, min, max, at);
    value.slice(0, max).forEach((entry, i) => {
      item(entry, at.at(i));
    });
  };
}

/** A list in which no value appears twice. */
export function set(item: Check, max: number, min = 0): Check {
  return all(list(item, max, min), (value, at) => {
    failRepeated(listOf(value), (i) =>
      at.at(i).fail('SET_TYPE_ALREADY_CONTAINS_VALUE', 'The set already contains this value'),
    );
  });
}

/** Calls `fail` with the index of every value that stood earlier in the list; null and undefined never do. */
export function failRepeated(values: readonly unknown[], fail: (index: number) => void): void {
  const seen = new Set<unknown>();
  values.forEach((value, i) => {
    if (value === undefined || value === null) return;
    if (seen.has(value)) fail(i);
    seen.add(value);
  });
}

/** An object whose named properties pass their checks. Properties not named are ignored, as Discord does. */
export function model(properties: Readonly<Record<string, Check>>): Check {
  return (value, at) => {
    if (!isObject(value)) {
      at.fail('MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      return;
    }
    for (const [key, check] of Object.entries(properties)) check(value[key], at.at(key));
  };
}

/** An object whose `type` says which check it must pass. */
export function byType(checks: Readonly<Record<number, Check>>): Check {
  const types = Object.keys(checks).join(', ');
  return (value, at) => {
    if (!isObject(value)) {
      at.fail('MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      return;
    }
    const { type } = value;
    const check = typeof type === 'number' ? checks[type] : undefined;
    if (type === undefined || type === null) missing(at.at('type'));
    else if (check === undefined) {
      const tuple = types.includes(',') ? types : `${types},`;
      at.fail('UNION_TYPE_CHOICES', `Value of field "type" must be one of (${tuple}).`);
    } else check(value, at);
  };
}

/** Complains about a property that must be left out here; null, false, "" and [] count as left out. */
export function forbid(value: JsonObject, key: string, at: Place, because: string): void {
  const given = value[key];
  if (given === undefined || given === null || given === false || given === '') return;
  if (Array.isArray(given) && given.length === 0) return;
  at.at(key).fail('BASE_TYPE_FORBIDDEN', `The '${key}' field cannot be used ${because}`);
}
