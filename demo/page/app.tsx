import { useCallback, useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { GuideStep } from '../protocol.ts';
import type { Action } from '../serve/action.ts';
import { listen, act as send } from './api.ts';
import { Shell } from './components/shell.tsx';
import { type Draft, fetchSample, type OptionInput } from './draft.ts';
import { initialState, reduce } from './state.ts';
import { type Store, StoreContext } from './store.tsx';

/** Holds the state: events of the server and of the visitor go in, the view comes out. */
export function App() {
  const [state, dispatch] = useReducer(reduce, initialState);
  const [personId, become] = useState('');
  const latest = useRef(personId);
  latest.current = personId;

  useEffect(
    () => listen(personId, dispatch, (connected) => dispatch({ type: 'connected', connected })),
    [personId],
  );
  const act = useCallback((key: string, action: Action, files?: ReadonlyMap<string, File>) => {
    dispatch({ type: 'sent', key });
    void send(latest.current, action, files).then((outcome) => dispatch({ type: 'ended', key, outcome }));
  }, []);
  const write = useCallback((draft: Draft) => dispatch({ type: 'drafted', draft }), []);

  const { view } = state;
  if (view === null) {
    return <p class="loading">{state.connected ? 'Loading …' : 'Connecting to the demo …'}</p>;
  }
  const prepare = (step: GuideStep) => {
    become(step.personaId);
    dispatch({ type: 'went', channelId: step.channelId });
    void draftOf(step).then(write);
  };
  const store: Store = { state, view, dispatch, act, become, write, prepare };
  return (
    <StoreContext.Provider value={store}>
      <Shell />
    </StoreContext.Provider>
  );
}

/** A step's command, filled in as far as it can be. */
async function draftOf({ command }: GuideStep): Promise<Draft> {
  if (command === null) {
    return { kind: 'text', text: '', files: [] };
  }
  const inputs: Record<string, OptionInput> = { ...command.options };
  for (const [option, name] of Object.entries(command.samples)) {
    inputs[option] = await fetchSample(`/samples/${name}`);
  }
  return { kind: 'command', path: command.path, inputs };
}
