import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { GuideStep, View } from '../protocol.ts';
import type { Action } from '../serve/action.ts';
import type { Draft } from './draft.ts';
import type { Event, State } from './state.ts';

/** What every part of the page can see and do. */
export interface Store {
  readonly state: State;
  /** Never null below the app. */
  readonly view: View;
  readonly dispatch: (event: Event) => void;
  /** @param key under which it counts as pending. */
  readonly act: (key: string, action: Action, files?: ReadonlyMap<string, File>) => void;
  readonly become: (personId: string) => void;
  readonly write: (draft: Draft) => void;
  readonly prepare: (step: GuideStep) => void;
}

export const StoreContext = createContext<Store | null>(null);

/** @throws Error outside of the app. */
export function useStore(): Store {
  const store = useContext(StoreContext);
  if (store === null) {
    throw new Error('there is no store here');
  }
  return store;
}
