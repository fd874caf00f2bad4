import { useStore } from '../store.tsx';
import { Icon } from './icon.tsx';
import { PersonaMenu } from './persona-menu.tsx';

/** Servers with their channels, the direct messages, and whom the visitor is. */
export function Sidebar() {
  const { view, dispatch } = useStore();
  return (
    <nav class="sidebar" aria-label="Servers and channels">
      <div class="brand">
        <span class="brand-name">Kith</span>
        <span class="brand-note">a demo on this machine</span>
        <button
          type="button"
          class="icon-button only-narrow"
          aria-label="Close"
          onClick={() => dispatch({ type: 'sidebar', open: false })}
        >
          <Icon name="close" />
        </button>
      </div>
      <div class="places">
        {view.servers.map((server) => (
          <section key={server.id} aria-labelledby={`server-${server.id}`}>
            <h2 id={`server-${server.id}`}>{server.name}</h2>
            <ul>
              {server.channels.map(({ id, name }) => (
                <PlaceLink key={id} id={id} label={name} mark="#" />
              ))}
            </ul>
          </section>
        ))}
        <section aria-labelledby="direct">
          <h2 id="direct">Direct messages</h2>
          <ul>
            <PlaceLink id={view.direct.channelId} label="Kith" mark="@" />
          </ul>
        </section>
      </div>
      <PersonaMenu />
    </nav>
  );
}

function PlaceLink({
  id,
  label,
  mark,
}: {
  readonly id: string;
  readonly label: string;
  readonly mark: string;
}) {
  const { state, view, dispatch } = useStore();
  const isHere = id === state.channelId;
  const messages = view.messages[id]?.length ?? 0;
  return (
    <li>
      <button
        type="button"
        class="place"
        aria-current={isHere ? 'page' : undefined}
        onClick={() => dispatch({ type: 'went', channelId: id })}
      >
        <span class="place-mark" aria-hidden="true">
          {mark}
        </span>
        <span class="place-name">{label}</span>
        {mark === '@' && messages > 0 && !isHere && (
          <span class="place-count">
            {messages}
            <span class="unseen"> messages</span>
          </span>
        )}
      </button>
    </li>
  );
}
