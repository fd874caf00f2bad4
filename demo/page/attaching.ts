import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { slashCommands } from './commands.ts';
import type { Attached, Draft } from './draft.ts';
import { placeOf } from './places.ts';
import { useStore } from './store.tsx';

/** @returns what puts pictures into the draft: into a command that takes one, or else beside the text. */
export function useAttaching(): (attached: readonly Attached[]) => void {
  const { state, view, write } = useStore();
  const { draft } = state;
  return (attached) => {
    const [first] = attached;
    if (first === undefined) {
      return;
    }
    const { commands } = placeOf(view, state.channelId);
    const option = photoOptionOf(draft, commands);
    if (draft.kind === 'command' && option !== undefined) {
      write({ ...draft, inputs: { ...draft.inputs, [option]: first } });
    } else {
      const before = draft.kind === 'text' ? draft : { text: '', files: [] };
      write({ kind: 'text', text: before.text, files: [...before.files, ...attached].slice(0, 10) });
    }
  };
}

function photoOptionOf(draft: Draft, commands: Parameters<typeof slashCommands>[0]): string | undefined {
  const command = slashCommands(commands).find(({ path }) => draft.kind === 'command' && path === draft.path);
  return command?.options.find(({ type }) => type === ApplicationCommandOptionType.Attachment)?.name;
}
