import { PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../src/services/settings/schema.ts';
import { franckFrames } from '../photos.ts';
import { file, type Stage, startStage } from './kith.ts';
import { rememberAnalyses } from './remembered-analyses.ts';
import { at, type Club, club, enrol } from './stories.ts';

rememberAnalyses();

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});

afterAll(() => stage.stop());

const stored = async ({ rows }: Club) => (await rows('guild'))[0]?.settings;

describe('settings', () => {
  it('are careful where nobody has changed anything', () => {
    expect(settingsSchema.parse({})).toEqual({
      consentMode: 'self',
      indexingScope: 'enrolled',
      searchRoleId: null,
      excludedChannelIds: [],
      pictureRetentionDays: null,
      auditRetentionDays: 365,
      logChannelId: null,
      bandStrictness: 'normal',
    });
  });

  it('are for administrators, in Discord’s eyes and in ours', async () => {
    const server = club(stage, 'Admins');
    await expect(server.mo.here.slash('settings')).rejects.toThrow(/default_member_permissions/);
    await expect(server.bo.here.slash('audit')).rejects.toThrow(/default_member_permissions/);
    const panel = await server.admin.here.slash('settings');
    expect(panel.ephemeral).toBe(true);
    // Somebody whose role is taken away while the panel is open.
    server.guild.changeMember(server.admin.person, { roles: [] });
    const refused = await panel.select('Who enrols whom', ['moderated']);
    expect(refused.text).toMatch(/Only administrators.*Manage Server/);
    expect(await stored(server)).toBeUndefined();
  });

  it('are changed in one panel, take effect at once and are recorded', async () => {
    const server = club(stage, 'Panel');
    const quiet = server.guild.createChannel({ name: 'quiet' });
    const log = server.guild.createChannel({ name: 'log' });
    const role = server.guild.createRole('Seekers');
    let panel = await server.admin.here.slash('settings');
    panel = await panel.select('Who enrols whom', ['Moderators may propose members']);
    panel = await panel.select('How sure I must be before I name somebody', ['Strict']);
    panel = await panel.select('Everyone may search', [role]);
    panel = await panel.select('No channel is left alone', [quiet]);
    panel = await panel.select('Nowhere: `/audit` shows it', [log]);
    expect(await stored(server)).toEqual({
      consentMode: 'moderated',
      bandStrictness: 'strict',
      searchRoleId: role.id,
      excludedChannelIds: [quiet.id],
      logChannelId: log.id,
    });
    const chosen = panel.selects.flatMap(({ options }) => options.filter((option) => option.default));
    expect(chosen.map(({ value }) => value)).toEqual(['moderated', 'enrolled', 'strict']);
    panel = await panel.select('Everyone may search', []);
    expect(await stored(server)).toMatchObject({ searchRoleId: null });

    const entries = (await server.rows('audit')).map(({ details }) => details);
    expect(entries).toEqual([
      { consentMode: 'moderated' },
      { bandStrictness: 'strict' },
      { searchRoleId: role.id },
      { excludedChannelIds: quiet.id },
      { logChannelId: log.id },
      { searchRoleId: 'none' },
    ]);
    // A role or channel that is gone does not keep the panel from opening.
    server.guild.deleteRole(role);
    quiet.remove();
    expect((await server.admin.here.slash('settings')).selects).toHaveLength(6);
  });

  it('warn before faces of strangers are kept', async () => {
    const server = club(stage, 'Everyone');
    const panel = await server.admin.here.slash('settings');
    const same = await panel.select('What is kept of posted pictures', ['All faces, also of strangers']);
    expect(await stored(server)).toBeUndefined();
    const chosen = same.selects.flatMap(({ options }) => options.filter((option) => option.default));
    expect(chosen.map(({ value }) => value)).toContain('enrolled');
    const warning = await server.admin.here.sees(/Keep the faces of strangers\?.*GDPR article 9/s);
    expect(warning.ephemeral).toBe(true);
    expect((await warning.press('Cancel')).text).toMatch(/Nothing was changed/);
    expect(await stored(server)).toBeUndefined();
    await panel.select('What is kept of posted pictures', ['everyone']);
    const again = await server.admin.here.sees('Keep the faces of strangers?');
    expect((await again.press('I answer for it: keep all faces')).text).toMatch(/Changed/);
    expect(await stored(server)).toEqual({ indexingScope: 'everyone' });
    const back = await panel.select('What is kept of posted pictures', ['enrolled']);
    expect(back.text).toMatch(/How Kith works/);
    expect(await stored(server)).toEqual({ indexingScope: 'enrolled' });
  });

  it('take days in a form, and only days that are possible', async () => {
    const server = club(stage, 'Days');
    const panel = await server.admin.here.slash('settings');
    const form = await panel.press('Change how long');
    expect(form.modal?.fields.map(({ component }) => component.value)).toEqual([undefined, '365']);
    const changed = await form.submitModal({
      'Links to posted pictures, in days': '90',
      'The record, in days': ' 30 ',
    });
    expect(changed.text).toMatch(/Links to posted pictures: 90 days. The record: 30 days/);
    expect(await stored(server)).toEqual({ pictureRetentionDays: 90, auditRetentionDays: 30 });
    for (const wrong of ['0', '29', '3651', 'soon', '1.5', '-90', '1e2']) {
      const again = await (await panel.press('Change how long')).submitModal({
        'The record, in days': wrong,
      });
      expect([wrong, again.text]).toEqual([
        wrong,
        expect.stringMatching(/not possible|The record: 100 days/),
      ]);
    }
    const cleared = await panel.press('Change how long');
    await cleared.submitModal({ 'Links to posted pictures, in days': '', 'The record, in days': '365' });
    expect(await stored(server)).toEqual({ pictureRetentionDays: null, auditRetentionDays: 365 });
  });

  it('refuse a log channel that cannot be written to', async () => {
    const server = club(stage, 'Closed');
    const closed = server.guild.createChannel({
      name: 'closed',
      overwrites: [{ of: stage.bot, deny: PermissionFlagsBits.SendMessages }],
    });
    const panel = await server.admin.here.slash('settings');
    const refused = await panel.select('Nowhere: `/audit` shows it', [closed]);
    expect(refused.text).toBe(
      `I may not write in <#${closed.id}>. Let me view it and send messages there, or choose another channel.`,
    );
    expect(await stored(server)).toBeUndefined();
  });

  it('speak the asker’s language', async () => {
    const server = club(stage, 'Sprache');
    server.admin.person.speak('de');
    const panel = await server.admin.here.slash('settings');
    expect(panel.text).toMatch(/Wie Kith auf diesem Server arbeitet/);
  });
});

describe('limits', () => {
  it('say when to try again, for each member alone', async () => {
    const server = club(stage, 'Limits');
    await enrol(server.ann, at(franckFrames, 0));
    for (let time = 1; time <= 20; time += 1) {
      await server.bo.here.slash('person find', { person: 'Ann' });
    }
    const refused = await server.bo.here.slash('whois', { photo: await file(at(franckFrames, 0)) });
    expect(refused.text).toMatch(/a lot in a short time\. Please try again in \d+ seconds/);
    expect(refused.ephemeral).toBe(true);
    expect((await server.mo.here.slash('person find', { person: 'Ann' })).text).toMatch(/Pictures of/);
    const searches = (await server.rows('audit')).filter(({ action }) => action === 'search');
    expect(searches).toHaveLength(21);
  });
});
