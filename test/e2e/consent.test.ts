import { PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consentTextVersion } from '../../src/services/consent-text.ts';
import { franckFrames, groupPhotos, portraits } from '../photos.ts';
import { file, type Stage, startStage } from './kith.ts';
import { rememberAnalyses } from './remembered-analyses.ts';
import { ask, at, type Club, club, enrol, enrolNamed, setUp } from './stories.ts';

rememberAnalyses();

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});

afterAll(() => stage.stop());

/** A server whose moderators may propose members. */
async function moderatedClub(name: string): Promise<Club> {
  const server = club(stage, name);
  await setUp(stage, server, { consentMode: 'moderated' });
  return server;
}

/** Mo proposes Ann; she looks at the question in her direct messages. */
async function propose({ ann, mo }: Club) {
  const reply = await mo.here.slash('enroll', {
    photo: await file(at(franckFrames, 0)),
    person: ann.person,
  });
  const question = await ann.person
    .in(stage.bot.directMessages(ann.person))
    .sees('May I remember your face?');
  return { reply, question };
}

describe('the notice', () => {
  it('is asked again when its text has changed, and nothing more is kept before', async () => {
    const server = club(stage, 'Versions');
    await enrol(server.ann, at(franckFrames, 0));
    expect(await server.rows('consent')).toMatchObject([{ kind: 'self', text_version: consentTextVersion }]);
    await stage.database.sql('update consent set text_version = 1 where guild_id = $1', [server.guild.id]);
    expect((await ask(server.bo, at(franckFrames, 4))).text).toContain('Ann');

    const photo = await file(at(franckFrames, 5));
    const notice = await server.ann.here.slash('enroll', { photo });
    expect(notice.text).toMatch(/What is kept.*\/privacy withdraw/s);
    expect(await server.rows('face')).toHaveLength(1);
    await (await notice.press('Accept')).next();
    expect(await server.rows('consent')).toMatchObject([{ text_version: consentTextVersion }]);
    expect(await server.rows('face')).toHaveLength(2);
  });
});

describe('a moderator’s proposal', () => {
  it('waits without a descriptor until the member accepts', async () => {
    const server = await moderatedClub('Accepting');
    const { reply, question } = await propose(server);
    expect(reply.ephemeral).toBe(true);
    expect(reply.text).toMatch(/asked <@\d+> by direct message.*7 days/s);
    expect(await server.rows('face')).toHaveLength(0);
    expect(await server.rows('person')).toHaveLength(0);
    expect(await server.rows('proposal')).toHaveLength(1);
    expect(await server.rows('picture')).toMatchObject([{ stored_copy: expect.any(Buffer) }]);
    expect(question.files).toHaveLength(0);

    const shown = await question.press('See the photo and decide');
    expect(shown.ephemeral).toBe(true);
    expect(shown.galleries.flat()).toHaveLength(1);
    expect(shown.text).toMatch(/What is kept/);
    const done = await (await shown.press('Accept')).next();
    expect(done.text).toMatch(/Remembered/);
    expect(await server.rows('proposal')).toHaveLength(0);
    expect(await server.rows('consent')).toMatchObject([{ kind: 'self', given_by: server.ann.id }]);
    expect(await server.rows('person')).toMatchObject([{ created_by: server.mo.id }]);
    expect((await ask(server.bo, at(franckFrames, 4))).text).toMatch(/\*\*Ann\*\* \(<@\d+>\) · likely/);
    expect(await server.audited()).toEqual(['propose', 'enrol', 'search']);
    await expect(shown.now.press('Accept')).rejects.toThrow(/no button/);
  });

  it('remembers which face of several was chosen', async () => {
    const server = await moderatedClub('Choosing');
    const photo = await file(at(groupPhotos, 0));
    const choice = await server.mo.here.slash('enroll', { photo, person: server.ann.person });
    expect((await choice.select('Choose a face', ['Face 2'])).text).toMatch(/by direct message/);
    const asked = await server.ann.person.in(stage.bot.directMessages(server.ann.person)).sees('May I');
    const shown = await asked.press('See the photo and decide');
    expect((await (await shown.press('Accept')).next()).text).toMatch(/Remembered/);
    const found = await server.bo.here.slash('whois', { photo });
    expect(found.text).toMatch(/\*\*2\*\* · \*\*Ann\*\* .* likely/);
  });

  it('leaves nothing when declined, and nobody else can answer it', async () => {
    const server = await moderatedClub('Declining');
    server.ann.person.acceptDirectMessages(false);
    const photo = await file(at(franckFrames, 0));
    const reply = await server.mo.here.slash('enroll', { photo, person: server.ann.person });
    expect(reply.text).toMatch(/in this channel/);
    const question = await server.ann.here.sees('May I remember your face?');
    expect(question.pings).toEqual([server.ann.id]);
    expect(question.files).toHaveLength(0);
    const curious = await question.as(server.bo.person).press('See the photo and decide');
    expect(curious.text).toMatch(/buttons are for the person/);
    expect(curious.files).toHaveLength(0);

    const shown = await question.press('See the photo and decide');
    expect((await shown.press('Decline')).text).toMatch(/Nothing was kept/);
    expect(await server.rows('picture')).toHaveLength(0);
    expect(await server.rows('proposal')).toHaveLength(0);
    expect(await server.rows('opt_out')).toHaveLength(0);
    expect((await question.press('See the photo and decide')).text).toMatch(
      /answered, withdrawn or left open/,
    );
    const soon = await server.mo.here.slash('enroll', { photo, person: server.ann.person });
    expect(soon.text).toMatch(/declined less than 30 days ago/);
    expect(await server.rows('proposal')).toHaveLength(0);
  });

  it('can be declined for good: then every attempt says so', async () => {
    const server = await moderatedClub('Never');
    const { question } = await propose(server);
    const shown = await question.press('See the photo and decide');
    expect((await shown.press('Decline, and never ask me again')).text).toMatch(
      /nobody can propose you again/,
    );
    expect(await server.rows('picture')).toHaveLength(0);

    const photo = await file(at(franckFrames, 0));
    const again = await server.mo.here.slash('enroll', { photo, person: server.ann.person });
    expect(again.text).toMatch(/do not want to be enrolled or asked/);
    const herself = await server.ann.here.slash('enroll', { photo });
    expect(herself.text).toMatch(/You have opted out/);
    expect(await server.rows('picture')).toHaveLength(0);
    expect(await server.audited()).toEqual(['propose', 'opt-out']);
  });

  it('is over after seven days, with its photo', async () => {
    const server = await moderatedClub('Too late');
    const { question } = await propose(server);
    const [row] = await server.rows('proposal');
    const days = (Number(row?.expires_at) - Number(row?.proposed_at)) / 86_400_000;
    expect(days).toBeCloseTo(7, 2);
    const shown = await question.press('See the photo and decide');
    await stage.database.sql('update proposal set expires_at = now() where guild_id = $1', [server.guild.id]);
    expect((await question.press('See the photo and decide')).text).toMatch(/left open for too long/);
    // Who says never is heard all the same.
    await shown.press('Decline, and never ask me again');
    expect(await server.rows('opt_out')).toHaveLength(1);
    expect(await server.rows('picture')).toHaveLength(0);
  });

  it('needs a moderator, a member, and a server that allows it', async () => {
    const server = await moderatedClub('Rules');
    const photo = await file(at(franckFrames, 0));
    const by = async (who: Club['ann'], person: { id: string }) =>
      (await who.here.slash('enroll', { photo, person })).text;
    expect(await by(server.bo, server.ann.person)).toMatch(/Only moderators/);
    expect(await by(server.mo, stage.discord.createPerson({ name: 'Stranger' }))).toMatch(/no member/);
    expect(await by(server.mo, stage.bot)).toMatch(/no member/);
    const strict = club(stage, 'Self only');
    expect((await strict.mo.here.slash('enroll', { photo, person: strict.ann.person })).text).toMatch(
      /members enrol themselves/,
    );
    expect(await server.rows('picture')).toHaveLength(0);
  });

  it('reaches nobody it cannot reach, and says what to do', async () => {
    const server = await moderatedClub('Unreachable');
    server.ann.person.acceptDirectMessages(false);
    server.general.permit(server.ann.person, { deny: PermissionFlagsBits.ViewChannel });
    const photo = await file(at(franckFrames, 0));
    const reply = await server.mo.here.slash('enroll', { photo, person: server.ann.person });
    expect(reply.text).toMatch(/could not reach .*\/privacy status/);
  });
});

describe('naming an unknown face of an answer', () => {
  it('lets a member say that it is them, with the notice first', async () => {
    const server = club(stage, 'That is me');
    const answer = await ask(server.ann, at(franckFrames, 0));
    const form = await answer.press('Name a face');
    expect(form.modal?.fields.map(({ label }) => label)).toEqual(['Member of this server']);
    const notice = await form.submitModal({ 'Member of this server': server.ann.person.id });
    expect(notice.text).toMatch(/What is kept/);
    expect(await server.rows('face')).toHaveLength(0);
    expect((await (await notice.press('Accept')).next()).text).toMatch(/Remembered/);
    expect((await ask(server.bo, at(franckFrames, 4))).text).toContain('Ann');
  });

  it('lets a moderator name somebody of several, on their word', async () => {
    const server = club(stage, 'Guests');
    const answer = await ask(server.mo, at(groupPhotos, 0));
    const form = await answer.press('Name a face');
    const refused = await form.submitModal({ Face: ['Face 3'] });
    expect(refused.text).toMatch(/I need to know who it is/);
    const attestation = await form.submitModal({
      Face: ['Face 3'],
      'Or the name of somebody who is no member': 'Grandma',
    });
    const done = await (await attestation.press('They agreed')).next();
    expect(done.text).toMatch(/Grandma/);
    expect((await ask(server.bo, at(groupPhotos, 0))).text).toMatch(/\*\*3\*\* · \*\*Grandma\*\* · likely/);
  });

  it('does not let one member name another, nor anyone press another’s button', async () => {
    const server = club(stage, 'Not them');
    const answer = await ask(server.bo, at(portraits, 9));
    const form = await answer.press('Name a face');
    const other = await form.submitModal({ 'Member of this server': server.ann.person.id });
    expect(other.text).toMatch(/members enrol themselves/);
    const shared = await server.bo.here.slash('whois', { photo: await file(at(portraits, 9)), share: true });
    expect(shared.buttons).toHaveLength(0);
  });

  it('does not take a merged person’s name for somebody who is no member', async () => {
    const server = club(stage, 'Names');
    await enrol(server.ann, at(franckFrames, 0));
    await enrolNamed(server.mo, 'Franck', at(franckFrames, 4));
    await server.mo.here.slash('person merge', { person: 'Franck', into: 'Ann' });
    const photo = await file(at(franckFrames, 5));
    const reply = await server.mo.here.slash('enroll', { photo, name: 'Franck' });
    expect(reply.text).toMatch(/belongs to <@\d+>, who is a member/);
  });
});
