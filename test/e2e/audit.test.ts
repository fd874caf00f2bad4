import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '../../sandbox/index.ts';
import { commands } from '../../src/commands/commands.ts';
import { franckFrames, groupPhotos, portraits } from '../photos.ts';
import { file, type Stage, startStage } from './kith.ts';
import { rememberAnalyses } from './remembered-analyses.ts';
import { ask, at, type Club, club, enrol, enrolNamed } from './stories.ts';

rememberAnalyses();

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});

afterAll(() => stage.stop());

describe('/audit', () => {
  it('tells who did what, when, to whom; filtered and by pages', async () => {
    const server = club(stage, 'Record');
    await enrol(server.ann, at(franckFrames, 0));
    await ask(server.bo, at(franckFrames, 4));
    await server.mo.here.slash('person rename', { person: 'Ann', name: 'Anna' });
    const all = await server.admin.here.slash('audit');
    expect(all.ephemeral).toBe(true);
    const lines = all.text.split('\n').filter((line) => line.startsWith('- '));
    const time = '<t:\\d+:f>';
    expect(lines).toEqual([
      expect.stringMatching(`^- ${time} · <@${server.mo.id}> · renamed a person · <@${server.ann.id}>$`),
      expect.stringMatching(`^- ${time} · <@${server.bo.id}> · searched$`),
      expect.stringMatching(`^- ${time} · <@${server.ann.id}> · enrolled a face$`),
    ]);
    expect(all.text).not.toContain('Anna');
    expect(all.text).toMatch(/kept for 365 days/);

    const searches = await server.admin.here.slash('audit', { action: 'search' });
    expect(searches.text).toMatch(/Only "searched"/);
    expect(searches.text.match(/^- /gm)).toHaveLength(1);
    const aboutAnn = await server.admin.here.slash('audit', { user: server.ann.person });
    expect(aboutAnn.text.match(/^- /gm)).toHaveLength(2);
    const none = await server.admin.here.slash('audit', { action: 'merge', user: server.bo.person });
    expect(none.text).toMatch(/Nothing that fits/);
  });

  it('goes through many entries, keeping the filter', async () => {
    const server = club(stage, 'Pages');
    await enrol(server.ann, at(franckFrames, 0));
    await stage.database.sql(
      `insert into audit (guild_id, actor_id, action, details)
       select $1, $2, case when n % 2 = 0 then 'search' else 'decline' end, '{}' from generate_series(1, 80) as n`,
      [server.guild.id, server.bo.id],
    );
    let page = await server.admin.here.slash('audit', { action: 'search', user: server.bo.person });
    let seen = page.text.match(/^- /gm)?.length ?? 0;
    while (page.buttons.some(({ label, disabled }) => label === 'Older' && !disabled)) {
      page = await page.press('Older');
      expect(page.text).toMatch(/Only "searched" by or to/);
      seen += page.text.match(/^- /gm)?.length ?? 0;
    }
    expect(seen).toBe(40);
    expect((await page.press('Latest')).text.match(/^- /gm)).toHaveLength(15);
  });

  it('is posted to a channel as well, pinging nobody, where that is wished', async () => {
    const server = club(stage, 'Feed');
    const log = server.guild.createChannel({ name: 'log' });
    const panel = await server.admin.here.slash('settings');
    await panel.select('Nowhere: `/audit` shows it', [log]);
    await enrol(server.ann, at(franckFrames, 0));
    const post = await server.admin.person.in(log).sees('enrolled a face');
    expect(post.text).toContain(`<@${server.ann.id}>`);
    expect(post.pings).toEqual([]);
    // A channel that is gone keeps nobody from doing anything.
    log.remove();
    expect((await ask(server.bo, at(franckFrames, 4))).text).toContain('Ann');
  });
});

/** Names of all handlers, as the log tells them. */
function allHandlers(): string[] {
  return commands.flatMap((command) => [
    ...(command.kind === 'message'
      ? [command.key]
      : Object.keys(command.handlers).map((name) => (name === '' ? command.key : `${command.key} ${name}`))),
    ...Object.keys(command.components).map((action) => `${command.key}:${action}`),
    ...Object.keys(command.modals).map((action) => `${command.key}:${action} (modal)`),
  ]);
}

/** Those of other folders, with tests of their own. */
const elsewhere = /^backfill/;

describe('every change', () => {
  /** Tables whose rows are what is kept; the record itself and the queue's own are not. */
  const watched = [
    'person',
    'consent',
    'picture',
    'face',
    'proposal',
    'opt_out',
    'rejection',
    'merge',
    'guild',
  ];

  beforeAll(async () => {
    const triggers = [...watched, 'audit'].map(
      (table) => `create trigger watch after insert or update or delete on ${table} for each row
        execute function watch()`,
    );
    await stage.database.sql(
      `create table watched (transaction xid8 not null, name text not null);
       create function watch() returns trigger language plpgsql security definer as $$
       begin insert into watched values (pg_current_xact_id(), tg_table_name); return null; end $$;
       ${triggers.join(';')}`,
    );
  });

  it('is recorded in the transaction that makes it, by whichever handler', async () => {
    const since = stage.logged().length;
    const server = club(stage, 'Everything');
    await useEverything(server);

    const missing = () => {
      const lines = stage
        .logged()
        .slice(since)
        .matchAll(/"interaction":"([^"]+)","outcome":"ok"/g);
      const handled = new Set([...lines].map(([, name]) => String(name)));
      return allHandlers().filter((name) => !elsewhere.test(name) && !handled.has(name));
    };
    // The last handler may still be writing its line.
    await expect.poll(missing).toEqual([]);

    const unrecorded = await stage.database.sql(
      `select distinct name from watched as change where name <> 'audit' and not exists (
         select from watched as record where record.transaction = change.transaction and record.name = 'audit')`,
    );
    expect(unrecorded).toEqual([]);
    const changed = await stage.database.sql<{ name: string }>(
      'select distinct name from watched order by 1',
    );
    expect(changed.map(({ name }) => name)).toEqual([...watched, 'audit'].toSorted());
  });
});

/** One story in which each handler succeeds once. */
async function useEverything(server: Club): Promise<void> {
  const { ann, bo, mo, admin } = server;
  const frame = async (index: number) => await file(at(franckFrames, index));

  let panel = await admin.here.slash('settings');
  panel = await panel.select('Who enrols whom', ['moderated']);
  panel = await panel.select('How sure I must be before I name somebody', ['normal']);
  panel = await panel.select('Everyone may search', []);
  panel = await panel.select('No channel is left alone', []);
  panel = await panel.select('Nowhere: `/audit` shows it', []);
  panel = await panel.select('What is kept of posted pictures', ['everyone']);
  await (await admin.here.sees('Keep the faces of strangers?')).press('Cancel');
  await panel.select('What is kept of posted pictures', ['everyone']);
  await (await admin.here.sees('Keep the faces of strangers?')).press('I answer for it: keep all faces');
  await (await panel.press('Change how long')).submitModal({ 'The record, in days': '400' });

  // Ann declines, then enrols, and names herself in an answer.
  await (await ann.here.slash('enroll', { photo: await frame(0) })).press('Decline');
  await enrol(ann, at(franckFrames, 0));
  const group = await server.bo.here.slash('enroll', { photo: await file(at(groupPhotos, 0)) });
  await (await (await group.press('Accept')).next()).select('Choose a face', ['Face 1']);
  const unknown = await ask(mo, at(portraits, 9));
  const form = await unknown.press('Name a face');
  const attestation = await form.submitModal({ 'Or the name of somebody who is no member': 'Marc' });
  await (await attestation.press('They agreed')).next();

  // Whoever has declined is not asked again for a while.
  const cleo = server.join('Cleo');
  const dora = server.join('Dora');
  const propose = async ({ person }: typeof cleo) => {
    await mo.here.slash('enroll', { photo: await file(at(portraits, 15)), person });
    const question = person.in(stage.bot.directMessages(person)).messages().at(-1);
    if (question === undefined) throw new Error('nobody was asked');
    return await question.press('See the photo and decide');
  };
  await (await propose(dora)).press('Decline');
  await (await (await propose(cleo)).press('Accept')).next();
  await (await propose(cleo)).press('Decline, and never ask me again');

  // Searches and corrections.
  const message = await bo.here.post('look', [await frame(4)]);
  await bo.here.messageCommand('Who is this?', message);
  const answer = await ask(mo, at(franckFrames, 4));
  await answer.select('A name is wrong? Say who it is not', ['Face 1 is not Ann']);
  await mo.here.slash('person not-this-person', { person: 'Ann', photo: await frame(5) });

  // What moderators do.
  await enrolNamed(mo, 'Franck', at(franckFrames, 8));
  await mo.here.slash('person rename', { person: 'Franck', name: 'Frank' });
  await mo.here.slash('person merge', { person: 'Frank', into: 'Ann' });
  await mo.here.slash('person unmerge', { person: 'Frank' });
  await manyPhotos(server, 'Frank');
  const found = await bo.here.slash('person find', { person: 'Frank' });
  await found.press('Next');
  const sheet = await mo.here.slash('person show', { person: 'Frank' });
  await sheet.press('Next');
  const one = await sheet.select('Remove one of these pictures', ['Picture 1: remove this photo']);
  await one.press('Cancel');
  const again = await sheet.select('Remove one of these pictures', ['Picture 1: remove this photo']);
  await again.press('Remove it');
  await manyPeople(server);

  // Somebody unknown, in more pictures than a page has.
  await manyUnnamed(server, 'Marc');
  await (await mo.here.slash('person remove', { person: 'Marc' })).press('Erase for good');
  const stranger = await ask(bo, at(portraits, 9));
  await (await stranger.press('Other pictures with this face')).press('Next');
  await (await mo.here.slash('person list')).press('Next');
  await (await mo.here.slash('person remove', { person: 'Frank' })).press('Erase for good');

  // What everyone does for themself, also from outside.
  await ann.here.slash('privacy status');
  await ann.here.slash('privacy export');
  await ann.here.slash('privacy opt-out');
  await ann.here.slash('privacy opt-in');
  await (await ann.here.slash('privacy withdraw')).press('Cancel');
  const second = club(stage, 'Another');
  second.guild.add(ann.person);
  await enrol({ ...ann, here: ann.person.in(second.general) }, at(franckFrames, 0));
  const annDirect = ann.person.in(stage.bot.directMessages(ann.person));
  const choice = await annDirect.slash('privacy withdraw');
  await (await choice.select('Choose a server', ['Everything'])).press('Erase it all');

  const audit = await admin.here.slash('audit');
  await (await audit.press('Older')).press('Latest');
}

/** More pictures than a page has: copies of what is there, with a record as the services write one. */
async function manyPhotos({ guild }: Club, name: string): Promise<void> {
  const columns = await columnsOf('picture', ['picture_id']);
  const face = await columnsOf('face', ['picture_id']);
  await stage.database.sql(
    `do $$
     declare
       new_id bigint;
       old record;
     begin
       insert into audit (guild_id, action) values (${guild.id}, 'enrol');
       select face_id, picture_id into old from face join person using (guild_id, person_id)
       where guild_id = ${guild.id} and display_name = '${name}';
       for n in 1..12 loop
         insert into picture (${columns}) select ${columns} from picture where picture_id = old.picture_id
         returning picture_id into new_id;
         insert into face (picture_id, ${face}) select new_id, ${face} from face where face_id = old.face_id;
       end loop;
     end $$`,
  );
}

/** A face as that person's, of nobody, in more posted pictures than a page has. */
async function manyUnnamed({ guild, general, bo }: Club, name: string): Promise<void> {
  const face = await columnsOf('face', ['picture_id', 'person_id', 'origin']);
  for (const count of [10, 2]) {
    const files = Array.from({ length: count }, (_, index) =>
      picture(`${index}.png`, new Uint8Array([index])),
    );
    const { id, message } = await bo.here.post('look', files);
    const attachmentIds = message.attachments.map((attachment) => attachment.id).join(', ');
    await stage.database.sql(
      `do $$ begin
         insert into audit (guild_id, action) values (${guild.id}, 'backfill');
         with posted as (
           insert into picture (guild_id, channel_id, message_id, attachment_id, author_id, posted_at, width, height,
             sha256, added_by)
           select ${guild.id}, ${general.id}, ${id}, unnest(array[${attachmentIds}]), ${bo.id}, now(), 9, 9, sha256(''),
             ${bo.id}
           returning picture_id
         )
         insert into face (picture_id, origin, ${face})
         select posted.picture_id, 'indexed', ${face} from posted, face
         where guild_id = ${guild.id} and person_id = (
           select person_id from person where guild_id = ${guild.id} and display_name = '${name}');
       end $$`,
    );
  }
}

/** The columns of a table that can be copied. */
async function columnsOf(table: string, except: readonly string[]): Promise<string> {
  const [row] = await stage.database.sql<{ list: string }>(
    `select string_agg(quote_ident(column_name), ', ') as list from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_identity = 'NO' and is_generated = 'NEVER'
       and column_name <> all($2)`,
    [table, except],
  );
  return String(row?.list);
}

async function manyPeople({ guild }: Club): Promise<void> {
  await stage.database.sql(
    `do $$ begin
       insert into audit (guild_id, action) values (${guild.id}, 'enrol');
       insert into person (guild_id, display_name, created_by)
       select ${guild.id}, 'Person ' || n, 1 from generate_series(1, 30) as n;
     end $$`,
  );
}
