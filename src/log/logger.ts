import { type DestinationStream, pino } from 'pino';
import { type LogFields, permitted } from './fields.ts';
import { withoutSecrets } from './redaction.ts';

interface Write {
  (message: string): void;
  (fields: LogFields, message: string): void;
}

/** Writes lines of JSON. Its types and what it lets through keep personal data and secrets out: see `fields.ts`. */
export interface Logger {
  readonly fatal: Write;
  readonly error: Write;
  readonly warn: Write;
  readonly info: Write;
  readonly debug: Write;
  readonly trace: Write;
}

/** @param destination where lines go; standard output when absent. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    // Errors are described already; pino's own serializer would take the description for an error.
    serializers: { err: (described: unknown) => described },
    hooks: {
      /** Everything goes through here: fields that may be written, and a message; nothing to be filled into it. */
      logMethod([first, second]: unknown[], write: (...parts: unknown[]) => void) {
        if (typeof first === 'object' && first !== null) {
          write.call(this, permitted(first), withoutSecrets(String(second)));
        } else {
          write.call(this, withoutSecrets(String(first)));
        }
      },
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
