/** What was posted, by attachment: true where a person's face has to be found in it. */
export type Posted = ReadonlyMap<string, boolean>;

/** Rows as SQL gives them. */
export type Query = <Row extends object>(text: string, values: readonly unknown[]) => Promise<Row[]>;

export interface Verdict {
  readonly expected: number;
  readonly processed: number;
  /** Attachments without an outcome, or with a face that was not kept. */
  readonly missed: number;
  /** Pictures or faces that are there more than once, and counts above what was posted. */
  readonly duplicated: number;
  /** What the backfill says it met. */
  readonly counted: number;
}

/** How far it is. */
export async function progressOf(
  query: Query,
  guildId: string,
): Promise<{ processed: number; isOver: boolean }> {
  const [row] = await query<{ processed: number; open: number }>(
    `select (select count(*) from attachment where guild_id = $1 and outcome <> 'pending')::integer as processed,
       (select count(*) from backfill where guild_id = $1 and state <> 'done')::integer
       + (select count(*) from walk where guild_id = $1 and state = 'open')::integer as open`,
    [guildId],
  );
  return { processed: row?.processed ?? 0, isOver: row?.open === 0 };
}

export async function verdictOf(query: Query, guildId: string, posted: Posted): Promise<Verdict> {
  const attachments = await query<{ id: string; outcome: string; kept: number }>(
    `select attachment_id as id, outcome, faces_kept as kept from attachment where guild_id = $1`,
    [guildId],
  );
  const pictures = await query<{ id: string; pictures: number; faces: number }>(
    `select attachment_id as id, count(distinct picture_id)::integer as pictures, count(*)::integer as faces
     from picture join face using (guild_id, picture_id)
     where guild_id = $1 and origin = 'indexed' group by attachment_id`,
    [guildId],
  );
  const [counts] = await query<{ pictures: number; of_backfill: number }>(
    `select coalesce(sum(pictures), 0)::integer as pictures,
       coalesce(sum(known + looked), 0)::integer as of_backfill
     from walk where guild_id = $1 and backfill_id is not null`,
    [guildId],
  );
  const done = new Map(
    attachments.filter(({ outcome }) => outcome === 'looked').map((row) => [row.id, row.kept]),
  );
  const found = new Map(pictures.map((row) => [row.id, row]));
  const missed = [...posted].filter(([id, hasFace]) => !done.has(id) || (hasFace && !found.has(id)));
  const twice = pictures.filter((row) => row.pictures > 1 || row.faces > 1);
  const unexpected = attachments.filter(({ id }) => !posted.has(id));
  const overcounted = Math.max(0, (counts?.pictures ?? 0) - posted.size);
  const uneven = counts?.pictures === counts?.of_backfill ? 0 : 1;
  return {
    expected: posted.size,
    processed: [...posted.keys()].filter((id) => done.has(id)).length,
    missed: missed.length,
    duplicated: twice.length + unexpected.length + overcounted + uneven,
    counted: counts?.pictures ?? 0,
  };
}
