import { placeOf } from '../places.ts';
import { useStore } from '../store.tsx';
import { Icon } from './icon.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

export function Header() {
  const { state, view, dispatch } = useStore();
  const { title, server } = placeOf(view, state.channelId);
  return (
    <header class="bar">
      <button
        type="button"
        class="icon-button only-narrow"
        aria-label="Servers and channels"
        aria-expanded={state.sidebarOpen}
        onClick={() => dispatch({ type: 'sidebar', open: !state.sidebarOpen })}
      >
        <Icon name="menu" />
      </button>
      <h1 class="bar-title">
        <span>{title}</span>
        <small>{server?.name ?? 'Direct messages'}</small>
      </h1>
      {!state.connected && (
        <span class="lost" role="status">
          Not connected
        </span>
      )}
      <ThemeToggle />
      <button
        type="button"
        class="hood-button"
        aria-expanded={state.drawerOpen}
        onClick={() => dispatch({ type: 'drawer', open: !state.drawerOpen })}
      >
        <Icon name="hood" />
        <span>Under the hood</span>
      </button>
    </header>
  );
}
