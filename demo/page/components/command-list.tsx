import { useEffect } from 'preact/hooks';
import type { SlashCommand } from '../commands.ts';

interface CommandListProps {
  readonly id: string;
  readonly commands: readonly SlashCommand[];
  readonly index: number;
  readonly onChoose: (command: SlashCommand) => void;
  readonly onPoint: (index: number) => void;
}

/** The commands that fit what was typed. The focus stays in the field. */
export function CommandList({ id, commands, index, onChoose, onPoint }: CommandListProps) {
  useEffect(() => {
    document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, index]);
  if (commands.length === 0) {
    return <p class="command-list none">No command of that name is offered here.</p>;
  }
  return (
    <div class="command-list" role="listbox" id={id} aria-label="Commands">
      {commands.map((command, number) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
        <div
          key={command.path}
          id={`${id}-${number}`}
          role="option"
          class="command"
          aria-selected={number === index}
          onPointerEnter={() => onPoint(number)}
          onClick={() => onChoose(command)}
        >
          <b>/{command.path}</b>
          <span>{command.description}</span>
        </div>
      ))}
    </div>
  );
}
