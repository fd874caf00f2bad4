import { readFile } from 'node:fs/promises';

/** A file of the repository. */
export async function readText(path: string): Promise<string> {
  return await readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The names that `/metrics` describes, whether they have a value yet or not. */
export function metricNames(metrics: string): string[] {
  return [...metrics.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
}

/** Every query of a Grafana dashboard, wherever in it. */
export function queriesOf(dashboard: unknown): string[] {
  if (typeof dashboard !== 'object' || dashboard === null) return [];
  return Object.entries(dashboard).flatMap(([key, value]) =>
    key === 'expr' && typeof value === 'string' ? [value] : queriesOf(value),
  );
}

/** The metrics that a PromQL query names: a histogram's by its own name. */
export function metricsIn(query: string): string[] {
  const names = query.match(/\b(?:kith|nodejs|process)_\w+/g) ?? [];
  return names.map((name) => name.replace(/_seconds_(bucket|count|sum)$/, '_seconds'));
}
