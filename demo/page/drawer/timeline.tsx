import type { Span, Trace } from '../../protocol.ts';

const lanes: readonly Span['lane'][] = ['Discord', 'download', 'vision', 'database'];

/** Longest first are drawn with words; of a backfill the first part is enough to see the pattern. */
const maximumRows = 40;

/** Each stage as a bar, from when the command was sent. */
export function Timeline({ trace }: { readonly trace: Trace }) {
  const spans = [...trace.spans].sort((a, b) => a.startMs - b.startMs).slice(0, maximumRows);
  const end = Math.max(1, ...spans.map(({ startMs, durationMs }) => startMs + durationMs));
  return (
    <section aria-label="Stages">
      <h3>Stages</h3>
      <p class="small">
        {trace.answeredMs === null ? 'Not answered yet.' : `Answered after ${ms(trace.answeredMs)}.`}{' '}
        {lanes
          .filter((lane) => spans.some((span) => span.lane === lane))
          .map((lane) => (
            <span key={lane} class="lane-total">
              <i class={`swatch ${lane}`} aria-hidden="true" /> {lane} {ms(totalOf(spans, lane))}
            </span>
          ))}
      </p>
      <ol class="timeline">
        {spans.map((span) => (
          <li key={`${span.label}${span.startMs}`}>
            <span class="span-label">{span.label}</span>
            <svg class="span-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect x="0" y="0" width="100" height="6" class="span-ground" />
              <rect
                x={(span.startMs / end) * 100}
                y="0"
                width={Math.max(0.6, (span.durationMs / end) * 100)}
                height="6"
                class={`span-fill ${span.lane}`}
              />
            </svg>
            <span class="span-time">{ms(span.durationMs)}</span>
          </li>
        ))}
      </ol>
      {trace.spans.length > maximumRows && (
        <p class="small">… and {trace.spans.length - maximumRows} more of the same kind</p>
      )}
    </section>
  );
}

function totalOf(spans: readonly Span[], lane: Span['lane']): number {
  return spans.filter((span) => span.lane === lane).reduce((sum, { durationMs }) => sum + durationMs, 0);
}

const ms = (value: number): string =>
  value < 10
    ? `${value.toFixed(1)} ms`
    : value < 10_000
      ? `${Math.round(value)} ms`
      : `${(value / 1000).toFixed(1)} s`;
