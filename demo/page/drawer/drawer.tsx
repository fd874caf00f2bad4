import { Icon } from '../components/icon.tsx';
import { useStore } from '../store.tsx';
import { Changes } from './changes.tsx';
import { Faces } from './faces.tsx';
import { Statements } from './statements.tsx';
import { Timeline } from './timeline.tsx';

/** What happened below each command. */
export function Drawer() {
  const { state, view, dispatch } = useStore();
  const { traces } = view;
  const trace = traces.find(({ id }) => id === state.traceId) ?? traces[0];
  return (
    <aside class="drawer" aria-label="Under the hood">
      <header class="bar">
        <h2>Under the hood</h2>
        <button
          type="button"
          class="icon-button"
          aria-label="Close"
          onClick={() => dispatch({ type: 'drawer', open: false })}
        >
          <Icon name="close" />
        </button>
      </header>
      {trace === undefined ? (
        <p class="empty">Run a command, or drop a picture: what happens below it shows here.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section class="drawer-body" tabIndex={0} aria-label="Details">
          <label class="trace-choice">
            <span class="unseen">Which command</span>
            <select
              value={String(state.traceId ?? '')}
              onChange={({ currentTarget }) =>
                dispatch({
                  type: 'trace-chosen',
                  id: currentTarget.value === '' ? null : Number(currentTarget.value),
                })
              }
            >
              <option value="">The latest: {traces[0]?.title}</option>
              {traces.map(({ id, title, by, startedAt }) => (
                <option key={id} value={String(id)}>
                  {new Date(startedAt).toLocaleTimeString('en-GB')} · {title} · {by}
                </option>
              ))}
            </select>
          </label>
          <Faces trace={trace} />
          <Changes changes={trace.changes} />
          <Timeline trace={trace} />
          <Statements trace={trace} />
          <p class="small">
            Only this demo can show all this: it watches the bot’s process from outside. The bot itself has
            nothing that could hand it out.
          </p>
        </section>
      )}
    </aside>
  );
}
