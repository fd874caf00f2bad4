import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Action } from '../../serve/action.ts';
import type { SlashCommand } from '../commands.ts';
import { type Draft, emptyDraft, isAttached, type OptionInput } from '../draft.ts';
import { useStore } from '../store.tsx';
import { Icon } from './icon.tsx';
import { OptionField } from './option-field.tsx';

interface CommandFormProps {
  readonly draft: Extract<Draft, { kind: 'command' }>;
  readonly command: SlashCommand;
}

type SlashAction = Extract<Action, { kind: 'slash' }>;

/** A command that was chosen, with a field for each option. */
export function CommandForm({ draft, command }: CommandFormProps) {
  const { state, act, write } = useStore();
  const form = useRef<HTMLFormElement>(null);
  const [extra, setExtra] = useState<readonly string[]>([]);
  const { path, inputs } = draft;
  const shown = command.options.filter(
    ({ name, required }) => required === true || name in inputs || extra.includes(name),
  );
  const others = command.options.filter((option) => !shown.includes(option));
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input:not([type=file]), .photo-button, [type=submit]')?.focus();
  }, []);

  const set = (name: string, input: OptionInput | undefined) => {
    const { [name]: _, ...rest } = inputs;
    write({ ...draft, inputs: input === undefined ? rest : { ...rest, [name]: input } });
  };
  const cancel = () => write(emptyDraft);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const { options, files } = filledIn(command, inputs);
    act(path, { kind: 'slash', channelId: state.channelId, path, options }, files);
    cancel();
  };
  return (
    <form
      class="command-form"
      ref={form}
      aria-label={`/${path}`}
      onSubmit={send}
      onKeyDown={({ key, defaultPrevented }) => key === 'Escape' && !defaultPrevented && cancel()}
    >
      <div class="command-head">
        <b>/{path}</b>
        <span>{command.description}</span>
        <button type="button" class="icon-button" aria-label="Leave the command" onClick={cancel}>
          <Icon name="close" />
        </button>
      </div>
      <div class="command-fields">
        {shown.map((option) => (
          <OptionField
            key={option.name}
            path={path}
            option={option}
            inputs={inputs}
            set={(input) => set(option.name, input)}
          />
        ))}
      </div>
      <div class="command-end">
        {others.map(({ name, description }) => (
          <button
            key={name}
            type="button"
            class="add-option"
            title={description}
            onClick={() => setExtra([...extra, name])}
          >
            <Icon name="plus" /> {name}
          </button>
        ))}
        <button type="submit" class="button primary">
          Send
        </button>
      </div>
    </form>
  );
}

/** The options as they go to the server, with the files beside them. */
function filledIn(
  { options }: SlashCommand,
  inputs: Readonly<Record<string, OptionInput>>,
): { options: SlashAction['options']; files: Map<string, File> } {
  const files = new Map<string, File>();
  const filled: SlashAction['options'] = {};
  for (const { name, type } of options) {
    const input = inputs[name];
    if (input === undefined || input === '') continue;
    if (isAttached(input)) {
      files.set(name, input.file);
      filled[name] = { file: name };
    } else {
      const isNumber =
        type === ApplicationCommandOptionType.Integer || type === ApplicationCommandOptionType.Number;
      filled[name] = isNumber ? Number(input) : input;
    }
  }
  return { options: filled, files };
}
