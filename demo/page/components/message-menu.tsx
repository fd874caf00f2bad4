import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { useEffect, useRef } from 'preact/hooks';
import { messageCommands } from '../commands.ts';
import { placeOf } from '../places.ts';
import { neighbour, usePopup } from '../popup.ts';
import { useStore } from '../store.tsx';
import { Icon } from './icon.tsx';

interface MessageMenuProps {
  readonly message: APIMessage;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
}

/** What can be done with a message: the bot's commands for it, and deleting one's own. */
export function MessageMenu({ message, open, setOpen }: MessageMenuProps) {
  const { state, view, act } = useStore();
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const target = { channelId: message.channel_id, messageId: message.id };
  const isPrivate = ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  const entries = [
    ...(isPrivate ? [] : messageCommands(placeOf(view, state.channelId).commands)).map((command) => ({
      label: command,
      run: () => act(command, { kind: 'menu', ...target, command }),
    })),
    ...(isPrivate || message.author.id === view.me.id
      ? [{ label: isPrivate ? 'Dismiss' : 'Delete', run: () => act('delete', { kind: 'delete', ...target }) }]
      : []),
  ];

  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  usePopup(root, open, close);
  useEffect(() => {
    if (open) root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const next = neighbour(items, event.key);
    if (next !== undefined) {
      event.preventDefault();
      next.focus();
    } else if (event.key === 'Tab') {
      setOpen(false);
    }
  };

  if (entries.length === 0) {
    return null;
  }
  return (
    <div class={`message-menu ${open ? 'open' : ''}`} ref={root}>
      <button
        type="button"
        ref={opener}
        class="icon-button"
        aria-label="What can be done with this message"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
      </button>
      {open && (
        <div class="menu" role="menu" tabIndex={-1} onKeyDown={onKeyDown}>
          {entries.map(({ label, run }) => (
            <button
              key={label}
              type="button"
              role="menuitem"
              onClick={() => {
                close();
                run();
              }}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
