import type { APIApplicationCommandOptionChoice } from 'discord-api-types/v10';
import { useCallback } from 'preact/hooks';
import { act } from '../api.ts';
import type { OptionInput } from '../draft.ts';
import { useStore } from '../store.tsx';

export type Suggest = (typed: string) => Promise<readonly APIApplicationCommandOptionChoice[]>;

/** @returns what asks the bot for suggestions for an option, told of what else is filled in. */
export function useSuggestions(
  path: string,
  option: string,
  inputs: Readonly<Record<string, OptionInput>>,
): Suggest {
  const { state, view } = useStore();
  return useCallback(
    async (typed) => {
      const others = Object.entries(inputs).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== option,
      );
      const outcome = await act(view.me.id, {
        kind: 'suggest',
        channelId: state.channelId,
        path,
        typed: { ...Object.fromEntries(others), [option]: typed },
      });
      return outcome.kind === 'choices' ? outcome.choices : [];
    },
    [path, option, inputs, state.channelId, view.me.id],
  );
}
