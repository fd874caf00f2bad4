import type { APIApplicationCommandOptionChoice } from 'discord-api-types/v10';
import { useId, useRef, useState } from 'preact/hooks';
import type { Suggest } from './suggestions.ts';

interface ComboboxProps {
  readonly id: string;
  readonly value: string;
  readonly required: boolean;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  /** Null for a field that suggests nothing. */
  readonly suggest: Suggest | null;
  readonly set: (value: string) => void;
}

/** Bots are not asked with every letter. */
const pauseMs = 120;

/** A text field under which the bot's suggestions appear while one types. */
export function Combobox({ id, value, required, minLength, maxLength, suggest, set }: ComboboxProps) {
  const [choices, setChoices] = useState<readonly APIApplicationCommandOptionChoice[]>([]);
  const [label, setLabel] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const listId = useId();
  const asked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const ask = (typed: string) => {
    if (suggest === null) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      asked.current += 1;
      const question = asked.current;
      void suggest(typed).then((answer) => {
        // An earlier question may be answered later.
        if (question === asked.current) {
          setChoices(answer);
          setAt(0);
        }
      });
    }, pauseMs);
  };
  const pick = (choice: APIApplicationCommandOptionChoice) => {
    clearTimeout(timer.current);
    asked.current += 1;
    setChoices([]);
    setLabel(choice.name);
    set(String(choice.value));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = choices[at];
    if (chosen === undefined) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((at + step + choices.length) % choices.length);
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      if (event.key === 'Enter') event.preventDefault();
      pick(chosen);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      setChoices([]);
    }
  };
  return (
    <div class="combobox">
      <input
        id={id}
        type="text"
        class="text-input"
        autocomplete="off"
        {...(suggest === null
          ? {}
          : {
              role: 'combobox',
              'aria-expanded': choices.length > 0,
              'aria-controls': listId,
              'aria-autocomplete': 'list' as const,
              'aria-activedescendant': choices.length > 0 ? `${listId}-${at}` : undefined,
            })}
        required={required}
        minLength={minLength}
        maxLength={maxLength}
        value={label ?? value}
        onFocus={() => ask(value)}
        onBlur={() => setChoices([])}
        onInput={({ currentTarget }) => {
          setLabel(null);
          set(currentTarget.value);
          ask(currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      {choices.length > 0 && (
        <div class="command-list" role="listbox" id={listId} aria-label="Suggestions">
          {choices.map((choice, number) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option
            <div
              key={choice.value}
              id={`${listId}-${number}`}
              role="option"
              class="command"
              aria-selected={number === at}
              onPointerDown={(event) => {
                event.preventDefault();
                pick(choice);
              }}
            >
              {choice.name}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
