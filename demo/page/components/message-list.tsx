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
  const scrolledTo = useRef(0);

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
    const element = list.current;
    if (element === null) return;
    // Pictures grow the list when they arrive, and the composer shrinks it.
    const observer = new ResizeObserver(toEnd);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    const element = list.current;
    if (element === null) return;
    const isNearEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
    // What grows below is no reason to stop following; only the visitor's scrolling up is.
    if (isNearEnd) follows.current = true;
    else if (element.scrollTop < scrolledTo.current) follows.current = false;
    scrolledTo.current = element.scrollTop;
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
      <ol>
        {messages.length === 0 && <li class="empty">Nothing here yet that {view.me.name} can see.</li>}
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
