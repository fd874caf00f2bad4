import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { neighbour, usePopup } from '../popup.ts';
import { Icon } from './icon.tsx';

export interface DropdownChoice {
  readonly label: string;
  readonly value: string;
  readonly note: string | null;
}

interface DropdownProps {
  readonly label: string;
  readonly choices: readonly DropdownChoice[];
  readonly chosen: readonly string[];
  readonly minimum: number;
  readonly maximum: number;
  readonly disabled?: boolean;
  readonly busy?: boolean;
  readonly onChoose: (values: readonly string[]) => void;
}

/**
 * A list to choose from that opens under a button. Where one may choose several, or none, what is chosen is
 * handed on by a button below it; nothing happens while one only moves through it.
 */
export function Dropdown(props: DropdownProps) {
  const { label, choices, chosen, minimum, maximum, disabled = false, busy = false, onChoose } = props;
  const [open, setOpen] = useState(false);
  const [picked, setPicked] = useState(chosen);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const id = useId();
  const isSeveral = maximum > 1 || minimum === 0;

  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  usePopup(root, open, close);
  useEffect(() => {
    if (open) root.current?.querySelector<HTMLElement>('[aria-selected=true], [role=option]')?.focus();
  }, [open]);

  const choose = (values: readonly string[]) => {
    close();
    onChoose(values);
  };
  const toggle = (value: string) => {
    const others = picked.filter((one) => one !== value);
    if (isSeveral) setPicked(others.length < picked.length ? others : [...others, value].slice(-maximum));
    else choose([value]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const options = [...(root.current?.querySelectorAll<HTMLElement>('[role=option]') ?? [])];
    const next = neighbour(options, event.key);
    if (next !== undefined) {
      event.preventDefault();
      next.focus();
    }
  };

  const current = choices.filter(({ value }) => chosen.includes(value)).map((choice) => choice.label);
  const marked = isSeveral ? picked : chosen;
  return (
    <div class={`dropdown ${open ? 'open' : ''}`} ref={root}>
      <button
        type="button"
        ref={opener}
        class="dropdown-button"
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={current.length === 0 ? label : `${label}: ${current.join(', ')}`}
        aria-busy={busy}
        disabled={disabled}
        onClick={() => {
          setPicked(chosen);
          setOpen(!open);
        }}
      >
        <span class={current.length === 0 ? 'placeholder' : ''}>
          {current.length === 0 ? label : current.join(', ')}
        </span>
        <Icon name="down" />
      </button>
      {open && (
        <div class="dropdown-list">
          <div
            role="listbox"
            id={id}
            tabIndex={-1}
            aria-label={label}
            aria-multiselectable={isSeveral}
            onKeyDown={onKeyDown}
          >
            {choices.map(({ label: words, value, note }) => (
              <button
                key={value}
                type="button"
                role="option"
                class="option"
                aria-selected={marked.includes(value)}
                onClick={() => toggle(value)}
              >
                <span class="option-mark" aria-hidden="true">
                  {marked.includes(value) && <Icon name="check" />}
                </span>
                <span>
                  {words}
                  {note !== null && <small>{note}</small>}
                </span>
              </button>
            ))}
          </div>
          {isSeveral && (
            <button
              type="button"
              class="button primary"
              disabled={picked.length < minimum}
              onClick={() => choose(picked)}
            >
              Apply
            </button>
          )}
        </div>
      )}
    </div>
  );
}
