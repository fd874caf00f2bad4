import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facelessPhotos, franckFrames, groupPhotos, portraits } from '../photos.ts';
import { file, type Stage, startStage } from './kith.ts';
import { rememberAnalyses } from './remembered-analyses.ts';
import { ask, at, type Club, club, enrol, enrolNamed, setUp } from './stories.ts';

rememberAnalyses();

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});

afterAll(() => stage.stop());

/** All that is kept about persons, as rows: to compare before and after. */
const kept = async ({ rows }: Club) => ({
  person: await rows('person'),
  consent: await rows('consent'),
  picture: await rows('picture'),
  face: (await rows('face')).toSorted((a, b) => Number(a.face_id) - Number(b.face_id)),
  rejection: await rows('rejection'),
});

describe('Who is this? on a message', () => {
  it('answers for every picture of it, to the asker alone', async () => {
    const server = club(stage, 'Menu');
    await enrol(server.ann, at(franckFrames, 0));
    const message = await server.bo.here.post('a day out', [
      await file(at(franckFrames, 4)),
      await file(at(facelessPhotos, 0)),
      await file(at(portraits, 9)),
    ]);
    const first = await server.mo.here.messageCommand('Who is this?', message);
    expect(first.ephemeral).toBe(true);
    expect(first.text).toMatch(/Picture 1 of 3: I recognise this person/);
    expect(first.text).toContain('Ann');
    await server.mo.here.sees(/Picture 3 of 3/);
    expect(first.followUps.map(({ text }) => text)).toEqual([
      expect.stringMatching(/Picture 2 of 3\n.*no face/s),
      expect.stringMatching(/Picture 3 of 3: I do not recognise/),
    ]);
    expect(server.bo.here.messages()).toHaveLength(1);
  });

  it('says so when there is none', async () => {
    const server = club(stage, 'No picture');
    const message = await server.bo.here.post('just words');
    const reply = await server.mo.here.messageCommand('Who is this?', message);
    expect(reply.text).toMatch(/no picture in that message/);
  });
});

describe('people by name', () => {
  it('are suggested while typing, found with their pictures, and told apart', async () => {
    const server = club(stage, 'Finding');
    await enrol(server.ann, at(franckFrames, 0));
    await enrolNamed(server.mo, 'Joanna', at(portraits, 9));
    const choices = await server.bo.here.autocomplete('person find', { person: 'AN' });
    expect(choices.map(({ name }) => name)).toEqual(['Ann (member)', 'Joanna']);
    const found = await server.bo.here.slash('person find', { person: String(choices[1]?.value) });
    expect(found.ephemeral).toBe(true);
    expect(found.text).toMatch(/Pictures of \*\*Joanna\*\*\nOne picture that you may see/);
    expect(found.galleries.flat()).toMatchObject([{ description: 'A picture of Joanna' }]);
    const byName = await server.bo.here.slash('person find', { person: 'ann' });
    expect(byName.text).toMatch(/Pictures of \*\*Ann\*\* \(<@\d+>\)/);
    expect((await server.bo.here.slash('person find', { person: 'Nobody' })).text).toMatch(/know nobody/);
    expect(await server.audited()).toEqual(['enrol', 'enrol', 'search', 'search']);

    const shared = await server.bo.here.slash('person find', { person: 'ann', share: true });
    expect(shared.ephemeral).toBe(false);
    const ann2 = server.join('Ann');
    await enrol(ann2, at(portraits, 15));
    expect((await server.bo.here.slash('person find', { person: 'ann' })).text).toMatch(
      /More than one person/,
    );
  });

  it('can be searched only by those whom the settings let, also while typing', async () => {
    const server = club(stage, 'Role');
    await enrol(server.ann, at(franckFrames, 0));
    const role = server.guild.createRole('Seekers');
    await setUp(stage, server, { searchRoleId: role.id });
    const photo = await file(at(franckFrames, 4));
    for (const reply of [
      await server.bo.here.slash('whois', { photo }),
      await server.bo.here.slash('person find', { person: 'Ann' }),
    ]) {
      expect(reply.text).toBe(`In this server only members with the role <@&${role.id}> may search.`);
    }
    expect(await server.bo.here.autocomplete('person find', { person: 'A' })).toEqual([]);
    server.guild.changeMember(server.bo.person, { roles: [role] });
    expect((await server.bo.here.slash('whois', { photo })).text).toContain('Ann');
    expect((await server.mo.here.slash('whois', { photo })).text).toContain('Ann');
  });
});

describe('moderators', () => {
  it('alone list, show and change people', async () => {
    const server = club(stage, 'Only moderators');
    await enrol(server.ann, at(franckFrames, 0));
    const photo = await file(at(franckFrames, 0));
    for (const [path, options] of [
      ['person list', {}],
      ['person show', { person: 'Ann' }],
      ['person rename', { person: 'Ann', name: 'X' }],
      ['person merge', { person: 'Ann', into: 'Ann' }],
      ['person unmerge', { person: 'Ann' }],
      ['person not-this-person', { person: 'Ann', photo }],
      ['person remove', { person: 'Ann' }],
    ] as const) {
      const reply = await server.bo.here.slash(path, options);
      expect([path, reply.text]).toEqual([path, expect.stringMatching(/Only moderators can do that/)]);
    }
    expect(await server.bo.here.autocomplete('person rename', { person: 'A' })).toEqual([]);
    expect(await server.audited()).toEqual(['enrol']);
  });

  it('see who is enrolled, page by page', async () => {
    const server = club(stage, 'List');
    await enrol(server.ann, at(franckFrames, 0));
    await stage.database.sql(
      `insert into person (guild_id, display_name, created_by)
       select $1, 'Person ' || lpad(n::text, 3, '0'), $2 from generate_series(1, 499) as n`,
      [server.guild.id, server.mo.id],
    );
    const list = await server.mo.here.slash('person list');
    expect(list.text).toMatch(/500 people are enrolled here/);
    expect(list.text).toMatch(/\*\*Ann\*\* \(<@\d+>\) · one photo · by <@\d+> <t:\d+:D>/);
    expect(list.text).toMatch(/Page 1 of 34/);
    const second = await list.press('Next');
    expect(second.text).toMatch(/Person 029.*Page 2 of 34/s);
    expect((await second.press('Previous')).text).toMatch(/Page 1 of 34/);
    const choices = await server.mo.here.autocomplete('person show', { person: 'Person' });
    expect(choices).toHaveLength(25);
  });

  it('see what is kept of a person, and remove one photo', async () => {
    const server = club(stage, 'Show');
    await enrol(server.ann, at(franckFrames, 0));
    const second = await server.ann.here.slash('enroll', { photo: await file(at(franckFrames, 5)) });
    expect(second.text).toMatch(/2 photos/);
    const sheet = await server.mo.here.slash('person show', { person: 'Ann' });
    expect(sheet.text).toMatch(/2 enrolment photos, found in 0 posted pictures/);
    expect(sheet.text).toMatch(/First enrolled:\*\* on <t:\d+:D> by <@\d+>/);
    expect(sheet.text).toMatch(/accepted by themself/);
    expect(sheet.galleries.flat()).toHaveLength(2);
    const question = await sheet.select('Remove one of these pictures', ['Picture 1: remove this photo']);
    expect((await question.press('Cancel')).text).toMatch(/Nothing was changed/);
    expect(await server.rows('picture')).toHaveLength(2);
    const again = await sheet.select('Remove one of these pictures', ['Picture 1: remove this photo']);
    expect((await again.press('Remove it')).text).toMatch(/photo is erased/);
    expect(await server.rows('picture')).toHaveLength(1);
    expect(await server.rows('face')).toHaveLength(1);
    const gone = await sheet.select('Remove one of these pictures', ['Picture 1: remove this photo']);
    expect((await gone.press('Remove it')).text).toMatch(/gone already/);
  });

  it('rename, but not to a name that is taken', async () => {
    const server = club(stage, 'Rename');
    await enrolNamed(server.mo, 'Grandma', at(portraits, 9));
    await enrolNamed(server.mo, 'Grandpa', at(portraits, 15));
    const renamed = await server.mo.here.slash('person rename', { person: 'grandma', name: ' Omi  *Lee* ' });
    expect(renamed.text).toBe('**Grandma** is now called **Omi \\*Lee\\***.');
    const taken = await server.mo.here.slash('person rename', { person: 'Grandpa', name: 'omi *lee*' });
    expect(taken.text).toMatch(/has that name/);
    const empty = await server.mo.here.slash('person rename', { person: 'Grandpa', name: '\u200b' });
    expect(empty.text).toMatch(/at least one letter/);
  });

  it('merge, and undo it exactly', async () => {
    const server = club(stage, 'Merge');
    await enrol(server.ann, at(franckFrames, 0));
    await enrolNamed(server.mo, 'Franck', at(franckFrames, 4));
    const photo = await file(at(portraits, 9));
    await enrolNamed(server.mo, 'Marc', at(portraits, 9));
    await server.mo.here.slash('person not-this-person', { person: 'Marc', photo });
    const before = await kept(server);

    // The member remains, whichever way round it is said.
    const merged = await server.mo.here.slash('person merge', { person: 'Ann', into: 'Franck' });
    expect(merged.text).toMatch(/\*\*Franck\*\* and \*\*Ann\*\* \(<@\d+>\) are one person/);
    expect((await server.mo.here.slash('person show', { person: 'Ann' })).text).toMatch(
      /2 enrolment photos.*Also known as\*\* Franck/s,
    );
    expect((await server.mo.here.slash('person find', { person: 'Franck' })).text).toMatch(/know nobody/);
    const answer = await ask(server.bo, at(franckFrames, 5));
    expect(answer.text).toMatch(/\*\*Ann\*\*/);
    expect(answer.text).not.toMatch(/\*\*Franck\*\*/);
    expect((await server.mo.here.slash('person list')).text).toMatch(/2 people/);

    const undone = await server.mo.here.slash('person unmerge', { person: 'Franck' });
    expect(undone.text).toMatch(/apart from \*\*Ann\*\* again/);
    expect(await kept(server)).toEqual(before);
    expect(await server.rows('merge')).toEqual([]);
    expect((await server.mo.here.slash('person unmerge', { person: 'Franck' })).text).toMatch(/know nobody/);
  });

  it('merge in chains, and undo them in their order', async () => {
    const server = club(stage, 'Chains');
    await enrolNamed(server.mo, 'A', at(franckFrames, 0));
    await enrolNamed(server.mo, 'B', at(franckFrames, 4));
    await enrolNamed(server.mo, 'C', at(franckFrames, 8));
    const before = await kept(server);
    await server.mo.here.slash('person merge', { person: 'A', into: 'B' });
    await server.mo.here.slash('person merge', { person: 'B', into: 'C' });
    expect((await server.mo.here.slash('person show', { person: 'C' })).text).toMatch(/3 enrolment photos/);
    const suggestions = await server.mo.here.autocomplete('person unmerge', { person: '' });
    expect(suggestions.map(({ name }) => name)).toEqual(['A, in B', 'B, in C']);
    const tooEarly = await server.mo.here.slash('person unmerge', { person: String(suggestions[0]?.value) });
    expect(tooEarly.text).toMatch(/Undo the later merge first/);
    // A name that turned out to be somebody else leads to them.
    const photo = await file(at(franckFrames, 5));
    const more = await server.mo.here.slash('enroll', { photo, name: 'A' });
    expect(more.text).toMatch(/4 photos/);
    await server.mo.here.slash('person unmerge', { person: 'B' });
    await server.mo.here.slash('person unmerge', { person: 'A' });
    const after = await kept(server);
    expect(after.person).toEqual(before.person);
    // What came to C since stays with C.
    expect(after.face.slice(0, 3)).toEqual(before.face);
    expect(after.face).toHaveLength(4);
  });

  it('cannot merge two members, nor somebody with themself', async () => {
    const server = club(stage, 'No merge');
    await enrol(server.ann, at(franckFrames, 0));
    await enrol(server.bo, at(portraits, 9));
    expect((await server.mo.here.slash('person merge', { person: 'Ann', into: 'Bo' })).text).toMatch(
      /Both are members/,
    );
    expect((await server.mo.here.slash('person merge', { person: 'Ann', into: 'Ann' })).text).toMatch(
      /same person already/,
    );
  });

  it('erase a person, merged ones included, after asking', async () => {
    const server = club(stage, 'Erase');
    await enrol(server.ann, at(franckFrames, 0));
    await enrolNamed(server.mo, 'Franck', at(franckFrames, 4));
    await server.mo.here.slash('person merge', { person: 'Franck', into: 'Ann' });
    const question = await server.mo.here.slash('person remove', { person: 'Ann' });
    expect(question.text).toMatch(/Erase Ann\?.*2 enrolment photos/s);
    expect((await question.press('Erase for good')).text).toMatch(
      /Everything I held of \*\*Ann\*\* is erased/,
    );
    for (const table of ['person', 'consent', 'face', 'picture', 'merge']) {
      expect([table, await server.rows(table)]).toEqual([table, []]);
    }
    expect((await ask(server.bo, at(franckFrames, 5))).text).toMatch(/do not recognise/);
    expect(await server.audited()).toEqual(['enrol', 'enrol', 'merge', 'remove-person', 'search']);
  });
});

describe('not this person', () => {
  it('said of an answer is remembered for that face of that picture', async () => {
    const server = club(stage, 'Wrong');
    await enrol(server.ann, at(franckFrames, 0));
    const answer = await ask(server.mo, at(franckFrames, 4));
    expect(answer.text).toContain('Ann');
    const noted = await answer.select('A name is wrong? Say who it is not', ['Face 1 is not Ann']);
    expect(noted.text).toMatch(/not take that face in that picture for \*\*Ann\*\* again/);
    expect((await ask(server.bo, at(franckFrames, 4))).text).toMatch(/do not recognise/);
    expect((await ask(server.bo, at(franckFrames, 5))).text).toContain('Ann');
    const columns = Object.keys((await server.rows('rejection'))[0] ?? {});
    expect(columns.filter((name) => name.includes('descriptor'))).toEqual([]);
  });

  it('lets the next best be found, and others of the same picture stay', async () => {
    const server = club(stage, 'Next best');
    const group = at(groupPhotos, 0);
    const first = await server.ann.here.slash('enroll', { photo: await file(group) });
    await (await (await first.press('Accept')).next()).select('Choose a face', ['Face 1']);
    const second = await server.bo.here.slash('enroll', { photo: await file(group) });
    await (await (await second.press('Accept')).next()).select('Choose a face', ['Face 2']);
    const answer = await ask(server.mo, group);
    expect(answer.text).toMatch(/\*\*1\*\* · \*\*Ann\*\*.*\*\*2\*\* · \*\*Bo\*\*/s);
    await answer.select('A name is wrong? Say who it is not', ['Face 1 is not Ann']);
    const after = await ask(server.mo, group);
    expect(after.text).toMatch(/\*\*1\*\* · somebody I do not know/);
    expect(after.text).toMatch(/\*\*2\*\* · \*\*Bo\*\*/);
  });

  it('can be said by the person themself, and by nobody else', async () => {
    const server = club(stage, 'That is not me');
    await enrol(server.ann, at(franckFrames, 0));
    expect((await ask(server.bo, at(franckFrames, 4))).selects).toEqual([]);
    const own = await ask(server.ann, at(franckFrames, 4));
    await own.select('A name is wrong? Say who it is not', ['Face 1 is not Ann']);
    expect((await ask(server.bo, at(franckFrames, 4))).text).toMatch(/do not recognise/);
    expect(await server.audited()).toEqual(['enrol', 'search', 'search', 'not-this-person', 'search']);
  });

  it('can be said of a photo that is sent along', async () => {
    const server = club(stage, 'Photo');
    await enrol(server.ann, at(franckFrames, 0));
    const photo = await file(at(franckFrames, 4));
    const done = await server.mo.here.slash('person not-this-person', { person: 'Ann', photo });
    expect(done.text).toMatch(/not take that face/);
    expect((await ask(server.bo, at(franckFrames, 4))).text).toMatch(/do not recognise/);
    const again = await server.mo.here.slash('person not-this-person', { person: 'Ann', photo });
    expect(again.text).toMatch(/take nobody in that photo for that person/);
  });
});
