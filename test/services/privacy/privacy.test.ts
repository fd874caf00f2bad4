import { unzipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import type { GuildRepositories } from '../../../src/db/types.ts';
import { AuditedDatabase } from '../../../src/services/audit/audited-database.ts';
import { Privacy } from '../../../src/services/privacy/privacy.ts';
import { databaseOfFile } from '../../db/database.ts';
import { photo } from '../../db/fixtures.ts';

const db = databaseOfFile();
let here: GuildRepositories;
let privacy: Privacy;

beforeEach(() => {
  here = db.newGuild();
  privacy = new Privacy(new AuditedDatabase(db.database));
});

async function exported(memberId: string) {
  const { parts, photos } = await privacy.export(here.guildId, memberId, 1_000_000);
  expect(parts).toHaveLength(1);
  const files = unzipSync(parts[0] ?? new Uint8Array());
  return { files, photos, kith: JSON.parse(Buffer.from(files['kith.json'] ?? []).toString()) };
}

describe('an export', () => {
  it('has the photo that somebody is proposed with, which is all that there is of them', async () => {
    const pictureId = await here.pictures.add(photo());
    const box = { x: 1, y: 2, width: 3, height: 4 };
    const expiresAt = new Date(Date.now() + 60_000);
    await here.proposals.put({ memberId: '5', proposedBy: '7', expiresAt, pictureId, box });
    const { files, photos, kith } = await exported('5');
    expect(photos).toBe(1);
    expect(files[`photos/${pictureId}.webp`]).toEqual(photo().storedCopy);
    expect(kith).toMatchObject({
      ...{ you: '5', person: null, faces: [], pictures: [] },
      proposal: { proposedBy: '7', box, file: `photos/${pictureId}.webp` },
    });
  });

  it('has the whole record, however long it is', async () => {
    await here.optOuts.add('5');
    await db.sql(
      `insert into audit (guild_id, actor_id, action, details)
       select $1, 5, 'search', jsonb_build_object('faces', n) from generate_series(1, 200) as n`,
      [here.guildId],
    );
    const { kith } = await exported('5');
    expect(kith.record.map(({ details }: { details: { faces: number } }) => details.faces)).toEqual(
      Array.from({ length: 200 }, (_, index) => 200 - index),
    );
  });

  it('is none for whoever nothing is held of', async () => {
    await expect(privacy.export(here.guildId, '5', 1_000_000)).rejects.toMatchObject({
      code: 'nothing-held',
    });
  });
});
