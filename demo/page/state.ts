import type { GuideStep, MessageView, Outcome, StreamEvent, Trace, View } from '../protocol.ts';
import type { Draft } from './draft.ts';
import { emptyDraft } from './draft.ts';

export type OpenModal = Extract<Outcome, { kind: 'modal' }>;

/** A picture that is looked at in full size. */
export interface Enlarged {
  readonly url: string;
  readonly alt: string;
}

export interface State {
  /** Null until the server has told it. */
  readonly view: View | null;
  readonly connected: boolean;
  readonly channelId: string;
  readonly draft: Draft;
  /** What is on its way to the bot: commands, and `message/component` of controls that were used. */
  readonly pending: readonly string[];
  readonly modal: OpenModal | null;
  readonly enlarged: Enlarged | null;
  /** What could not be done, in words. */
  readonly notice: string | null;
  readonly drawerOpen: boolean;
  readonly sidebarOpen: boolean;
  readonly traceId: number | null;
  /** The message that was jumped to. */
  readonly highlightedId: string | null;
}

export const initialState: State = {
  view: null,
  connected: false,
  channelId: '',
  draft: emptyDraft,
  pending: [],
  modal: null,
  enlarged: null,
  notice: null,
  drawerOpen: false,
  sidebarOpen: false,
  traceId: null,
  highlightedId: null,
};

export type Event =
  | StreamEvent
  | { readonly type: 'connected'; readonly connected: boolean }
  | { readonly type: 'went'; readonly channelId: string; readonly messageId?: string }
  | { readonly type: 'drafted'; readonly draft: Draft }
  | { readonly type: 'sent'; readonly key: string }
  | { readonly type: 'ended'; readonly key: string; readonly outcome: Outcome }
  | { readonly type: 'modal-closed' }
  | { readonly type: 'enlarged'; readonly enlarged: Enlarged | null }
  | { readonly type: 'noticed'; readonly notice: string | null }
  | { readonly type: 'drawer'; readonly open: boolean }
  | { readonly type: 'sidebar'; readonly open: boolean }
  | { readonly type: 'trace-chosen'; readonly id: number | null };

/** The only place where the state changes. */
export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case 'view':
      return {
        ...state,
        view: event.view,
        connected: true,
        channelId: stillThere(event.view, state.channelId),
      };
    case 'connected':
      return { ...state, connected: event.connected };
    case 'message':
      return inView(state, (view) => withMessage(view, event.seen));
    case 'gone':
      return inView(state, (view) => withoutMessage(view, event.channelId, event.messageId));
    case 'guide':
      return inView(state, (view) => ({ ...view, guide: event.guide }));
    case 'trace':
      return inView(state, (view) => ({ ...view, traces: withTrace(view.traces, event.trace) }));
    case 'went':
      return {
        ...state,
        channelId: event.channelId,
        highlightedId: event.messageId ?? null,
        sidebarOpen: false,
        notice: null,
      };
    case 'drafted':
      return { ...state, draft: event.draft, notice: null };
    case 'sent':
      return { ...state, pending: [...state.pending, event.key], notice: null };
    case 'ended':
      return ended({ ...state, pending: state.pending.filter((key) => key !== event.key) }, event.outcome);
    case 'modal-closed':
      return { ...state, modal: null };
    case 'enlarged':
      return { ...state, enlarged: event.enlarged };
    case 'noticed':
      return { ...state, notice: event.notice };
    case 'drawer':
      return { ...state, drawerOpen: event.open };
    case 'sidebar':
      return { ...state, sidebarOpen: event.open };
    case 'trace-chosen':
      return { ...state, traceId: event.id };
  }
}

function ended(state: State, outcome: Outcome): State {
  if (outcome.kind === 'modal') {
    return { ...state, modal: outcome };
  }
  return outcome.kind === 'refused' ? { ...state, notice: outcome.reason } : state;
}

function inView(state: State, change: (view: View) => View): State {
  return state.view === null ? state : { ...state, view: change(state.view) };
}

/** Somebody else may not see the channel in which one was. */
function stillThere(view: View, channelId: string): string {
  const [server] = view.servers;
  return channelId in view.messages ? channelId : (server?.channels[0]?.id ?? view.direct.channelId);
}

function withMessage(view: View, seen: MessageView): View {
  const { id, channel_id: channelId } = seen.message;
  const known = view.messages[channelId] ?? [];
  const isKnown = known.some(({ message }) => message.id === id);
  const messages = isKnown ? known.map((one) => (one.message.id === id ? seen : one)) : [...known, seen];
  return { ...view, messages: { ...view.messages, [channelId]: messages } };
}

function withoutMessage(view: View, channelId: string, messageId: string): View {
  const known = view.messages[channelId];
  return known === undefined
    ? view
    : {
        ...view,
        messages: { ...view.messages, [channelId]: known.filter(({ message }) => message.id !== messageId) },
      };
}

const withTrace = (traces: readonly Trace[], trace: Trace): readonly Trace[] => [
  trace,
  ...traces.filter(({ id }) => id !== trace.id),
];

/** The step to do next; null when all are done. */
export function nextStep(guide: readonly GuideStep[]): GuideStep | null {
  return guide.find(({ done }) => !done) ?? null;
}
