import { slashCommands } from '../commands.ts';
import { placeOf } from '../places.ts';
import { useStore } from '../store.tsx';
import { CommandForm } from './command-form.tsx';
import { TextForm } from './text-form.tsx';

/** Where one writes: a message, or a command with its options. */
export function Composer() {
  const { state, view, dispatch } = useStore();
  const { draft, notice } = state;
  const commands = slashCommands(placeOf(view, state.channelId).commands);
  const command = draft.kind === 'command' ? commands.find(({ path }) => path === draft.path) : undefined;
  return (
    <section class="composer" id="composer" aria-label="Write">
      {notice !== null && (
        <p class="notice" role="alert">
          <span>{sentence(notice)}</span>
          <button type="button" class="link" onClick={() => dispatch({ type: 'noticed', notice: null })}>
            Close
          </button>
        </p>
      )}
      {draft.kind === 'text' && <TextForm draft={draft} commands={commands} />}
      {draft.kind === 'command' && command !== undefined && (
        <CommandForm key={draft.path} draft={draft} command={command} />
      )}
      {draft.kind === 'command' && command === undefined && <NotOffered path={draft.path} />}
    </section>
  );
}

/** Another person, or another channel: the command that was begun is not there. */
function NotOffered({ path }: { readonly path: string }) {
  const { view, write } = useStore();
  return (
    <p class="notice">
      <span>
        <code>/{path}</code> is not offered to {view.me.name} here.
      </span>
      <button type="button" class="link" onClick={() => write({ kind: 'text', text: '', files: [] })}>
        Leave it
      </button>
    </p>
  );
}

/** The sandbox's reasons are clauses. */
const sentence = (reason: string): string =>
  `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? '' : '.'}`;
