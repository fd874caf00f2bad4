import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { placeOf } from '../places.ts';
import { useStore } from '../store.tsx';
import { Message } from './message.tsx';

/** As near to the end as counts as reading along, in pixels. */
const nearEnd = 160;

/** The conversation, oldest first; it stays at its end while the visitor reads there. */
export function MessageList() {
  const { state, view } = useStore();
  const { channelId, highlightedId } = state;
  const messages = view.messages[channelId] ?? [];
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);

  const toEnd = () => {
    const element = list.current;
    if (element !== null && follows.current) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(toEnd, [messages, state.pending]);
  useLayoutEffect(() => {
    follows.current = highlightedId === null;
    toEnd();
  }, [channelId, view.me.id]);
  useEffect(() => {
    if (highlightedId !== null) {
      document.getElementById(`message-${highlightedId}`)?.scrollIntoView({ block: 'center' });
    }
  }, [highlightedId, channelId]);
  useEffect(() => {
    // Pictures grow the list when they arrive.
    const element = list.current;
    element?.addEventListener('load', toEnd, true);
    return () => element?.removeEventListener('load', toEnd, true);
  });

  const onScroll = () => {
    const element = list.current;
    if (element !== null) {
      follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    }
  };
  const { title } = placeOf(view, channelId);
  return (
    <div
      class="messages"
      ref={list}
      onScroll={onScroll}
      role="log"
      aria-label={`Messages in ${title}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
    >
      {messages.length === 0 && <p class="empty">Nothing here yet that {view.me.name} can see.</p>}
      <ol>
        {messages.map((seen, index) => (
          <Message
            key={seen.message.id}
            seen={seen}
            before={messages[index - 1]}
            highlighted={seen.message.id === highlightedId}
          />
        ))}
      </ol>
    </div>
  );
}
