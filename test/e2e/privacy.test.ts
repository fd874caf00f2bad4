import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { franckFrames, portraits } from '../photos.ts';
import { file, type Stage, startStage } from './kith.ts';
import { rememberAnalyses } from './remembered-analyses.ts';
import { ask, at, type Club, club, enrol, enrolNamed, setUp } from './stories.ts';

rememberAnalyses();

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});

afterAll(async () => {
  await stage.stop();
});

/** Unpacks an archive with a program that knows nothing of ours. @returns files by their path. */
const unpack = (bytes: Uint8Array): Map<string, Buffer> =>
  new Map(Object.entries(unzipSync(bytes)).map(([name, file]) => [name, Buffer.from(file)]));

/**
 * Every row of every table in which one of these texts occurs, whatever the column.
 * @param within only rows that hold this text as well.
 */
async function traces(texts: readonly string[], within = ''): Promise<string[]> {
  const tables = await stage.database.sql<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(10);
  const look = tables.map(
    ({ name }) => `select '${name}' as name, text from ${name} as t, unnest($1::text[]) as text
      where position(text in t::text) > 0 and position($2 in t::text) > 0`,
  );
  const rows = await stage.database.sql<{ name: string; text: string }>(look.join(' union all '), [
    texts,
    within,
  ]);
  return rows.map(({ name, text }) => `${name}: ${text}`);
}

async function withdraw({ ann }: Club) {
  const question = await ann.here.slash('privacy withdraw');
  expect(question.text).toMatch(/cannot be undone/);
  return await question.press('Erase it all');
}

describe('a member', () => {
  it('is told in plain words what is held, and what is not', async () => {
    const server = club(stage, 'Status');
    const nothing = await server.ann.here.slash('privacy status');
    expect(nothing.ephemeral).toBe(true);
    expect(nothing.text).toMatch(/What I hold about you in Status\nNothing: no face, no photo, no name/);
    await enrol(server.ann, at(franckFrames, 0));
    const status = await server.ann.here.slash('privacy status');
    expect(status.text).toMatch(
      /Name:\*\* Ann.*consent:\*\* given on <t:\d+:D>.*Enrolment photos:\*\* one.*365 days/s,
    );
    server.ann.person.speak('de');
    expect((await server.ann.here.slash('privacy status')).text).toMatch(/Was ich auf Status über dich/);
  });

  it('takes everything along as an archive', async () => {
    const server = club(stage, 'Export');
    await enrol(server.ann, at(franckFrames, 0));
    await enrolNamed(server.mo, 'Franck', at(franckFrames, 4));
    await server.mo.here.slash('person merge', { person: 'Franck', into: 'Ann' });
    await enrol(server.bo, at(portraits, 9));
    const reply = await server.ann.here.slash('privacy export');
    expect(reply.ephemeral).toBe(true);
    expect(reply.text).toMatch(/2 photos/);
    expect(reply.files.map(({ name }) => name)).toEqual(['kith.zip']);
    const files = unpack(at(reply.files, 0).bytes());
    const names = [...files.keys()];
    expect(names).toEqual(['kith.json', expect.stringMatching(/^photos\/\d+\.webp$/), expect.any(String)]);
    const photo = await sharp(files.get(at(names, 1))).metadata();
    expect(photo).toMatchObject({ format: 'webp', width: 720 });
    const held = JSON.parse(String(files.get('kith.json')));
    expect(held).toMatchObject({
      server: server.guild.id,
      you: server.ann.id,
      person: { displayName: 'Ann', memberId: server.ann.id },
      consent: { kind: 'self', givenBy: server.ann.id },
      merged: [{ displayName: 'Franck' }],
      optedOut: false,
    });
    expect(held.pictures.map((picture: { file: string }) => picture.file).toSorted()).toEqual(
      names.slice(1).toSorted(),
    );
    expect(held.faces).toHaveLength(2);
    const length = Math.hypot(...held.faces[0].descriptor);
    expect(held.faces[0].descriptor).toHaveLength(128);
    expect(length).toBeGreaterThan(1);
    expect(held.record.map(({ action }: { action: string }) => action)).toEqual(['merge', 'enrol']);
    expect(JSON.stringify(held)).not.toContain('"Bo"');
  });

  it('gets several archives where one would be too large', async () => {
    const server = club(stage, 'Parts');
    await enrol(server.ann, at(franckFrames, 0));
    await server.ann.here.slash('enroll', { photo: await file(at(franckFrames, 4)) });
    const sizes = (await server.rows('picture')).map(({ stored_copy }) => (stored_copy as Buffer).length);
    const limit = 64 * 1024 + Math.max(...sizes) + 1_000;
    server.guild.setAttachmentSizeLimit(limit);
    const reply = await server.ann.here.slash('privacy export');
    await server.ann.here.sees(/Archive (\d) of \1/);
    const all = [reply, ...reply.followUps];
    expect(all.length).toBeGreaterThanOrEqual(2);
    const names = [];
    for (const part of all) {
      expect(part.ephemeral).toBe(true);
      const bytes = at(part.files, 0).bytes();
      expect(bytes.length).toBeLessThanOrEqual(limit);
      names.push(...unpack(bytes).keys());
    }
    expect(names.filter((name) => name.endsWith('.webp'))).toHaveLength(2);
  });

  it('is told when there is nothing', async () => {
    const server = club(stage, 'Nothing');
    expect((await server.ann.here.slash('privacy export')).text).toMatch(/hold nothing about you here/);
    expect((await server.ann.here.slash('privacy withdraw')).text).toMatch(/hold nothing about you here/);
  });

  it('cannot export over and over', async () => {
    const server = club(stage, 'Exports');
    await enrol(server.ann, at(franckFrames, 0));
    for (let time = 1; time <= 5; time += 1) {
      expect((await server.ann.here.slash('privacy export')).files).toHaveLength(1);
    }
    expect((await server.ann.here.slash('privacy export')).text).toMatch(/try again in \d+ minutes/);
  });
});

describe('withdrawing', () => {
  it('erases every face, photo, name and link at once, in every table', async () => {
    const server = club(stage, 'Withdraw');
    const ann = { ...server.ann, ...server.join('Annabella Rosenquist') };
    await enrol(ann, at(franckFrames, 0));
    await enrolNamed(server.mo, 'Belladonna Quist', at(franckFrames, 4));
    await server.mo.here.slash('person merge', { person: 'Belladonna Quist', into: 'Annabella Rosenquist' });
    await enrol(server.bo, at(portraits, 9));
    // A picture that was found while indexing, with her and Bo in it, and one that she posted, of Bo alone.
    const [her] = await server.rows('person');
    const both = await indexed(server, '7001', server.bo.id);
    const hers = await indexed(server, '7002', ann.id);
    await copyFace(server, String(her?.person_id), both);
    const bo = (await server.rows('person')).find(({ member_id }) => member_id === server.bo.id);
    await copyFace(server, String(bo?.person_id), both);
    await copyFace(server, String(bo?.person_id), hers);
    const photos = (await server.rows('picture')).map(({ sha256 }) => (sha256 as Buffer).toString('hex'));
    const names = ['Annabella', 'Belladonna'];
    expect(new Set(await traces(names))).toHaveLength(2);
    expect(await traces(photos.slice(0, 2), server.guild.id)).toHaveLength(2);

    const question = await ann.here.slash('privacy withdraw');
    expect(question.text).toMatch(/2 photos, one link/);
    expect((await question.press('Cancel')).text).toMatch(/Nothing was changed/);
    const again = await ann.here.slash('privacy withdraw');
    expect((await again.press('Erase it all')).text).toMatch(
      /No face, photo, name or link of yours is left here/,
    );

    expect(await traces(names)).toEqual([]);
    expect(await traces(photos.slice(0, 2), server.guild.id)).toEqual([]);
    const ids = await traces([ann.id]);
    expect(new Set(ids)).toEqual(new Set([`public.audit: ${ann.id}`]));
    expect(await server.rows('person')).toMatchObject([{ member_id: server.bo.id }]);
    expect(await server.rows('merge')).toEqual([]);
    const left = await server.rows('picture');
    expect(left.map(({ attachment_id }) => attachment_id)).toEqual([null, '7001']);
    expect(await server.rows('face')).toHaveLength(2);
    expect((await ask(server.bo, at(franckFrames, 5))).text).toMatch(/do not recognise/);
    const said = await server.rows('audit');
    expect(said.find(({ action }) => action === 'withdraw')).toMatchObject({ actor_id: ann.id });
    await expect(again.now.press('Erase it all')).rejects.toThrow(/no button/);
  });

  it('is all or nothing', async () => {
    const server = club(stage, 'Half');
    await enrol(server.ann, at(franckFrames, 0));
    await stage.database.sql(
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
       create trigger refuse before delete on picture for each row
       when (old.guild_id = ${server.guild.id}) execute function refuse()`,
    );
    const { text } = await withdraw(server);
    const [, code] = /Something went wrong.*this code: `([0-9a-f]{8})`/s.exec(text) ?? [];
    // The user is answered first.
    await expect.poll(stage.logged).toMatch(new RegExp(`"id":"${code}","err":.*"msg":"a handler failed"`));
    expect(await server.rows('face')).toHaveLength(1);
    expect(await server.rows('person')).toHaveLength(1);
    expect(await server.audited()).toEqual(['enrol']);
    await stage.database.sql('drop trigger refuse on picture; drop function refuse');
    expect((await withdraw(server)).text).toMatch(/Erased/);
    expect(await server.rows('face')).toEqual([]);
  });

  it('works by direct message for somebody who has left, in the server they choose', async () => {
    const one = club(stage, 'First home');
    const two = club(stage, 'Second home');
    await enrol(one.ann, at(franckFrames, 0));
    two.guild.add(one.ann.person);
    await enrol({ ...one.ann, here: one.ann.person.in(two.general) }, at(franckFrames, 0));
    two.guild.remove(one.ann.person);
    one.guild.remove(one.ann.person);
    const direct = one.ann.person.in(stage.bot.directMessages(one.ann.person));

    const choice = await direct.slash('privacy withdraw');
    const question = await choice.select('Choose a server', ['Second home']);
    expect((await question.press('Erase it all')).text).toMatch(/Erased/);
    expect(await two.rows('person')).toEqual([]);
    expect(await one.rows('person')).toHaveLength(1);

    const status = await direct.slash('privacy status');
    expect(status.text).toMatch(/What I hold about you in First home.*Name:\*\* Ann/s);
    const held = await direct.slash('privacy export');
    expect(held.files).toHaveLength(1);
    await (await direct.slash('privacy withdraw')).press('Erase it all');
    expect(await one.rows('person')).toEqual([]);
    expect((await direct.slash('privacy status')).text).toMatch(/nothing about you in any server/);
  });
});

describe('who only posted pictures', () => {
  it('is told of them, gets them, and has them forgotten', async () => {
    const server = club(stage, 'Poster');
    await enrol(server.ann, at(franckFrames, 0));
    const pictureId = await indexed(server, '4711', server.bo.id);
    const [ann] = await server.rows('person');
    await copyFace(server, String(ann?.person_id), pictureId);
    const { here } = server.bo;
    expect((await here.slash('privacy status')).text).toMatch(/Pictures you posted.* one, as a link/);
    const direct = server.bo.person.in(stage.bot.directMessages(server.bo.person));
    const files = unpack(at((await direct.slash('privacy export')).files, 0).bytes());
    expect([...files.keys()]).toEqual(['kith.json']);
    const { posted, faces } = JSON.parse(String(files.get('kith.json')));
    expect(posted).toMatchObject([{ message: { attachmentId: '4711', authorId: server.bo.id } }]);
    expect(faces).toEqual([]);
    await (await here.slash('privacy withdraw')).press('Erase it all');
    expect(await server.rows('face')).toHaveLength(1);
    expect(await server.rows('picture')).toHaveLength(1);
    expect((await direct.slash('privacy status')).text).toMatch(/nothing about you in any server/);
  });
});

describe('opting out', () => {
  it('keeps everyone from enrolling or proposing, until opting in', async () => {
    const server = club(stage, 'Opt out');
    await setUp(stage, server, { consentMode: 'moderated' });
    const photo = await file(at(franckFrames, 0));
    await server.mo.here.slash('enroll', { photo, person: server.ann.person });
    expect((await server.ann.here.slash('privacy status')).text).toMatch(/Waiting for you/);
    const out = await server.ann.here.slash('privacy opt-out');
    expect(out.text).toMatch(/Nobody can enrol or propose you/);
    expect(await server.rows('proposal')).toEqual([]);
    expect(await server.rows('picture')).toEqual([]);
    const attempt = await server.mo.here.slash('enroll', { photo, person: server.ann.person });
    expect(attempt.text).toMatch(/do not want to be enrolled/);
    expect((await server.ann.here.slash('enroll', { photo })).text).toMatch(/You have opted out/);
    expect((await server.ann.here.slash('privacy opt-out')).text).toMatch(/opted out already/);
    expect((await server.ann.here.slash('privacy status')).text).toMatch(/You opted out/);
    expect((await server.ann.here.slash('privacy opt-in')).text).toMatch(/can be enrolled again/);
    expect((await server.ann.here.slash('privacy opt-in')).text).toMatch(/had not opted out/);
    expect((await enrol(server.ann, at(franckFrames, 0))).text).toMatch(/Remembered/);
    const kept = await server.ann.here.slash('privacy opt-out');
    expect(kept.text).toMatch(/stays until you run `\/privacy withdraw`/);
    expect(await server.audited()).toEqual(['propose', 'opt-out', 'opt-in', 'enrol', 'opt-out']);
  });

  it('while a choice is open stops that enrolment', async () => {
    const server = club(stage, 'Meanwhile');
    const notice = await server.ann.here.slash('enroll', { photo: await file(at(franckFrames, 0)) });
    await server.ann.here.slash('privacy opt-out');
    expect((await (await notice.press('Accept')).next()).text).toMatch(/You have opted out/);
    expect(await server.rows('face')).toEqual([]);
  });
});

async function indexed({ guild }: Club, attachmentId: string, authorId: string): Promise<string> {
  const [row] = await stage.database.sql<{ picture_id: string }>(
    `insert into picture (guild_id, channel_id, message_id, attachment_id, author_id, posted_at, width, height,
       sha256, added_by)
     values ($1, 7, 8, $2, $3, now(), 9, 9, sha256(convert_to($4, 'UTF8')), $3) returning picture_id`,
    [guild.id, attachmentId, authorId, attachmentId],
  );
  return String(row?.picture_id);
}

/** One of the person's faces once more, as if it had been found in that picture. */
async function copyFace({ guild }: Club, personId: string, pictureId: string): Promise<void> {
  const [columns] = await stage.database.sql<{ list: string }>(
    `select string_agg(quote_ident(column_name), ', ') as list from information_schema.columns
     where table_name = 'face' and is_identity = 'NO' and column_name not in ('picture_id', 'origin')`,
  );
  await stage.database.sql(
    `insert into face (picture_id, origin, ${columns?.list})
     select $3, 'indexed', ${columns?.list} from face where guild_id = $1 and person_id = $2 limit 1`,
    [guild.id, personId, pictureId],
  );
}
