import type { Distances, Outcome, StreamEvent } from '../protocol.ts';
import type { Action } from '../serve/action.ts';

const as = (personId: string) => `as=${encodeURIComponent(personId)}`;

/** Tells everything that a person sees, from now on. @returns a function that ends it. */
export function listen(
  personId: string,
  told: (event: StreamEvent) => void,
  connected: (connected: boolean) => void,
): () => void {
  const source = new EventSource(`/api/events?${as(personId)}`);
  source.onmessage = ({ data }) => told(JSON.parse(String(data)) as StreamEvent);
  source.onerror = () => connected(false);
  return () => source.close();
}

/** Does something as a person. @param files by the names under which the action speaks of them. */
export async function act(
  personId: string,
  action: Action,
  files: ReadonlyMap<string, File> = new Map(),
): Promise<Outcome> {
  const form = new FormData();
  for (const [name, file] of files) {
    form.set(name, file, file.name);
  }
  form.set('action', JSON.stringify(action));
  try {
    const answer = await fetch(`/api/actions?${as(personId)}`, { method: 'POST', body: form });
    return answer.ok
      ? ((await answer.json()) as Outcome)
      : { kind: 'refused', reason: `The demo failed (${answer.status}): ${await answer.text()}` };
  } catch {
    return { kind: 'refused', reason: 'The demo is not running any more.' };
  }
}

export async function readDistances(traceId: number): Promise<Distances | null> {
  const answer = await fetch(`/api/traces/${traceId}/distances`);
  return answer.ok ? ((await answer.json()) as Distances | null) : null;
}

export async function readPlan(traceId: number, statement: string): Promise<string> {
  const answer = await fetch(`/api/traces/${traceId}/plan?statement=${encodeURIComponent(statement)}`);
  return await answer.text();
}
