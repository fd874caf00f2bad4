import { useState } from 'preact/hooks';
import type { StatementUse, Trace } from '../../protocol.ts';
import { readPlan } from '../api.ts';

/** The SQL that Kith ran, the slowest first, each with its plan where it only reads. */
export function Statements({ trace }: { readonly trace: Trace }) {
  const statements = [...trace.statements].sort((a, b) => b.totalMs - a.totalMs);
  return (
    <section aria-label="SQL">
      <h3>SQL</h3>
      {statements.length === 0 && <p class="small">None.</p>}
      {statements.map((statement) => (
        <StatementView key={`${trace.id}${statement.name}`} traceId={trace.id} statement={statement} />
      ))}
    </section>
  );
}

function StatementView({
  traceId,
  statement,
}: {
  readonly traceId: number;
  readonly statement: StatementUse;
}) {
  const [plan, setPlan] = useState<string | null>(null);
  const { name, text, runs, rows, totalMs, explainable } = statement;
  return (
    <details class="statement">
      <summary>
        <code>{name}</code>
        <span class="small">
          {runs === 1 ? '' : `${runs} times · `}
          {rows} {rows === 1 ? 'row' : 'rows'} · {totalMs.toFixed(1)} ms
        </span>
      </summary>
      <Code label={`SQL of ${name}`} text={text} />
      {explainable && plan === null && (
        <button type="button" class="button" onClick={() => void readPlan(traceId, name).then(setPlan)}>
          Explain, analyse
        </button>
      )}
      {plan !== null && <Code label={`Plan of ${name}`} text={plan} />}
    </details>
  );
}

function Code({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section class="code" tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
  );
}
