import type { Row, TableChange } from '../../protocol.ts';

/** Rows that came, went and changed, table by table. */
export function Changes({ changes }: { readonly changes: readonly TableChange[] }) {
  return (
    <section aria-label="What was stored">
      <h3>What was stored</h3>
      {changes.length === 0 ? (
        <p class="small">Nothing: no row came, went or changed.</p>
      ) : (
        changes.map((change) => <TableView key={change.table} change={change} />)
      )}
    </section>
  );
}

function TableView({ change: { table, added, removed, changed } }: { readonly change: TableChange }) {
  return (
    <details class="table-change">
      <summary>
        <code>{table}</code>
        {added.length > 0 && <span class="added">+{added.length}</span>}
        {removed.length > 0 && <span class="removed">−{removed.length}</span>}
        {changed.length > 0 && <span class="changed">{changed.length} changed</span>}
      </summary>
      {added.map((row) => (
        <RowView key={JSON.stringify(row)} row={row} word="written" />
      ))}
      {removed.map((row) => (
        <RowView key={JSON.stringify(row)} row={row} word="erased" />
      ))}
      {changed.map(({ before, after }) => (
        <RowView key={JSON.stringify(after)} row={after} before={before} word="changed" />
      ))}
    </details>
  );
}

interface RowProps {
  readonly row: Row;
  readonly before?: Row;
  readonly word: 'written' | 'erased' | 'changed';
}

function RowView({ row, before, word }: RowProps) {
  const columns = Object.entries(row).filter(
    ([name, value]) => before === undefined || before[name] !== value,
  );
  return (
    <dl class={`row-view ${word}`} aria-label={`A row that was ${word}`}>
      {columns.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {before !== undefined && <del>{before[name] ?? 'null'}</del>} {value ?? <i>null</i>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
