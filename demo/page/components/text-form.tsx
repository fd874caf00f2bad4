import { useId, useRef, useState } from 'preact/hooks';
import { useAttaching } from '../attaching.ts';
import { matching, type SlashCommand } from '../commands.ts';
import { type Attached, attach, type Draft, emptyDraft } from '../draft.ts';
import { placeOf } from '../places.ts';
import { useStore } from '../store.tsx';
import { CommandList } from './command-list.tsx';
import { Icon } from './icon.tsx';
import { Samples } from './samples.tsx';
import { Tray } from './tray.tsx';

interface TextFormProps {
  readonly draft: Extract<Draft, { kind: 'text' }>;
  readonly commands: readonly SlashCommand[];
}

/** A message with pictures; a slash at its beginning offers the commands. */
export function TextForm({ draft, commands }: TextFormProps) {
  const { state, view, act, write } = useStore();
  const takeIn = useAttaching();
  const [at, setAt] = useState(0);
  const picker = useRef<HTMLInputElement>(null);
  const listId = useId();
  const typed = /^\/(.*)$/.exec(draft.text)?.[1];
  const offered = typed === undefined ? [] : matching(commands, typed);
  const index = Math.min(at, offered.length - 1);

  const begin = ({ path }: SlashCommand) => {
    const [first] = draft.files;
    const photo = commands.find((one) => one.path === path)?.options.find(({ name }) => name === 'photo');
    const inputs = first !== undefined && photo !== undefined ? { photo: first } : {};
    write({ kind: 'command', path, inputs });
  };
  const post = () => {
    const { text, files } = draft;
    if (text.trim() === '' && files.length === 0) return;
    const parts = new Map(files.map(({ file }, number) => [`f${number}`, file]));
    act('post', { kind: 'post', channelId: state.channelId, text, files: [...parts.keys()] }, parts);
    write(emptyDraft);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && offered.length > 0) {
      event.preventDefault();
      setAt((index + step + offered.length) % offered.length);
    } else if (event.key === 'Enter' || (event.key === 'Tab' && offered.length > 0)) {
      const chosen = offered[index];
      event.preventDefault();
      if (chosen !== undefined) begin(chosen);
      else if (typed === undefined) post();
    } else if (event.key === 'Escape') {
      write({ ...draft, text: '' });
    }
  };

  const { title } = placeOf(view, state.channelId);
  return (
    <div class="text-form">
      {typed !== undefined && (
        <CommandList id={listId} commands={offered} index={index} onChoose={begin} onPoint={setAt} />
      )}
      <Tray draft={draft} commands={commands} post={post} begin={begin} />
      <div class="line">
        <button
          type="button"
          class="icon-button"
          aria-label="Attach pictures"
          onClick={() => picker.current?.click()}
        >
          <Icon name="plus" />
        </button>
        <input
          ref={picker}
          type="file"
          class="unseen"
          accept="image/*"
          multiple
          tabIndex={-1}
          aria-label="Pictures to attach"
          onChange={({ currentTarget }) => takeIn([...(currentTarget.files ?? [])].map(attach))}
        />
        <input
          type="text"
          class="text-input"
          role="combobox"
          aria-label={`Message to ${title}`}
          aria-expanded={offered.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={offered.length > 0 ? `${listId}-${index}` : undefined}
          placeholder={`Message ${title}, or / for a command`}
          autocomplete="off"
          value={draft.text}
          onInput={({ currentTarget }) => {
            setAt(0);
            write({ ...draft, text: currentTarget.value });
          }}
          onKeyDown={onKeyDown}
        />
        <Samples onPick={(attached: Attached) => takeIn([attached])} />
        <button type="button" class="icon-button" aria-label="Send" onClick={post}>
          <Icon name="send" />
        </button>
      </div>
    </div>
  );
}
