import type { APIMessageTopLevelComponent } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { validateMessage, validateModal } from '../../sandbox/validate/index.ts';
import { toPayload } from '../../src/bot/plain-values.ts';
import { auditActions } from '../../src/commands/audit/actions.ts';
import { auditReply, entriesPerPage } from '../../src/commands/audit/reply.ts';
import { enrolmentReply, invitation, proposalReply } from '../../src/commands/enroll/reply.ts';
import type { ReplyMessage } from '../../src/commands/invocation.ts';
import {
  findReply,
  listReply,
  peoplePerPage,
  removeReply,
  sheetReply,
} from '../../src/commands/person/reply.ts';
import {
  chooseServerReply,
  exportReplies,
  statusReply,
  withdrawnReply,
} from '../../src/commands/privacy/reply.ts';
import { everyoneReply, retentionForm, settingsReply } from '../../src/commands/settings/reply.ts';
import { nameForm } from '../../src/commands/whois/name-form.ts';
import { whoisReply } from '../../src/commands/whois/reply.ts';
import { whereElseReply } from '../../src/commands/whois/where-else.ts';
import { UserError } from '../../src/errors/user-error.ts';
import type { VisiblePicture, VisiblePosted } from '../../src/services/identification/visible-pictures.ts';
import { settingsSchema } from '../../src/services/settings/schema.ts';
import { languages } from '../../src/texts/texts.ts';

/** As long as ids get, and a name that is as long as it may be, with all that could mean something. */
const id = '9223372036854775807';
const rowId = '999999999999';
const name = '@everyone <@1> **_~~`||#[x](http://a.b)'.slice(0, 32);
const at = new Date('2024-05-01T12:00:00Z');
const bytes = Uint8Array.of(1);
const person = { personId: rowId, memberId: id, displayName: name, createdBy: id, createdAt: at };

const posted = (index: number): VisiblePosted => ({
  kind: 'posted',
  pictureId: String(index),
  at,
  authorId: id,
  jumpUrl: `https://discord.com/channels/${id}/${id}/${id}`,
  imageUrl: `https://cdn.discordapp.com/attachments/${id}/${id}/${'picture-'.repeat(8)}.jpg?ex=${'0'.repeat(200)}`,
});
const copy = (index: number): VisiblePicture => ({
  kind: 'enrolment',
  pictureId: String(index),
  addedBy: id,
  at,
  storedCopy: bytes,
});
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Everything that is shown, with the largest contents that each can have. */
function largest(texts: (typeof languages)['en']): Record<string, ReplyMessage> {
  const faces = many(25, (index) => ({
    number: index + 1,
    box: { x: 0, y: 0, width: 9, height: 9 },
    band: 'possible' as const,
    person: { personId: `${index}`, displayName: name, memberId: id },
  }));
  const nobody = faces.map((face) => ({ ...face, band: 'unknown' as const, person: null }));
  const people = faces.map(({ number, band, person: found }) => ({
    ...found,
    faceNumber: number,
    band,
    pictures: [],
    total: 0,
  }));
  const moderator = { id, isModerator: true };
  const answer = { faces, people, marked: bytes, token: 'a'.repeat(16), whereElse: true };
  const one = { ...person, faceNumber: 1, band: 'likely' as const };
  const status = {
    person,
    consent: { kind: 'self' as const, textVersion: 1, givenBy: id, givenAt: at },
    counts: { photos: 999, indexed: 999_999 },
    merged: many(20, () => ({
      personId: rowId,
      displayName: name,
      into: person,
      mergedBy: id,
      mergedAt: at,
    })),
    proposal: {
      proposalId: rowId,
      memberId: id,
      proposedBy: id,
      proposedAt: at,
      expiresAt: at,
      pictureId: rowId,
      box: { x: 0, y: 0, width: 1, height: 1 },
    },
    optedOut: true,
    posted: 3,
  };
  const filter = { action: auditActions[0] ?? null, userId: id };
  const entry = {
    auditId: rowId,
    actorId: id,
    action: 'withdraw' as const,
    personId: rowId,
    memberId: '5',
    details: {},
    at,
  };
  const settings = settingsSchema.parse({
    searchRoleId: id,
    logChannelId: id,
    excludedChannelIds: many(25, (index) => `${index + 1}`),
  });
  const server = { guildId: id, name: 'S'.repeat(100) };
  return {
    'whois of 25 people with one picture each': whoisReply(
      {
        ...answer,
        people: people.map((found, index) => ({
          ...found,
          pictures: index < 9 ? [copy(index)] : [],
          total: 500,
        })),
      },
      moderator,
      texts,
      { number: 10, count: 10 },
    ),
    'whois of people and two unknown faces': whoisReply(
      {
        ...answer,
        faces: [...faces.slice(0, 23), ...nobody.slice(23)],
        people: people.slice(0, 23).map((found, index) => ({
          ...found,
          pictures: index < 9 ? [copy(index)] : [],
          total: 500,
        })),
      },
      moderator,
      texts,
    ),
    'whois of one person with nine pictures': whoisReply(
      {
        ...answer,
        faces: [...faces.slice(0, 1), ...nobody.slice(1)],
        people: [{ ...one, pictures: many(9, posted), total: 500 }],
      },
      moderator,
      texts,
    ),
    'whois of 25 unknown faces': whoisReply({ ...answer, faces: nobody, people: [] }, moderator, texts),
    'where else, ten pictures': whereElseReply(
      {
        pictures: many(10, (index) => ({ ...posted(index), band: 'possible' as const })),
        total: 5_000,
        page: 7,
      },
      { token: 'a'.repeat(16), faceNumber: 25 },
      texts,
    ),
    'where else, none': whereElseReply(
      { pictures: [], total: 0, page: 1 },
      { token: 'a'.repeat(16), faceNumber: 1 },
      texts,
    ),
    withdrawn: withdrawnReply({ indexingScope: 'everyone' }, texts),
    'find, ten pictures': findReply(
      { person, pictures: [...many(5, copy), ...many(5, posted)], total: 5_000 },
      7,
      false,
      texts,
    ),
    'find, none': findReply({ person, pictures: [], total: 0 }, 1, true, texts),
    'list of 500': listReply(
      { people: many(peoplePerPage, () => ({ ...person, photos: 999 })), count: 500, page: 2, pages: 34 },
      texts,
    ),
    show: sheetReply({ ...status }, { pictures: many(10, posted), total: 5_000 }, 2, texts),
    remove: removeReply({ ...status }, texts),
    'notice for 25 faces': enrolmentReply(
      {
        kind: 'choice',
        token: 'a'.repeat(16),
        marked: bytes,
        faces: many(25, (index) => ({
          number: index + 1,
          problem: index === 0 ? null : new UserError('face-too-small', { size: 10, minimum: 60 }),
        })),
      },
      texts,
    ),
    invitation: invitation(
      { guildId: id, proposalId: rowId, proposedBy: id, memberId: id },
      server.name,
      texts,
    ),
    proposal: proposalReply(
      { guildId: id, proposalId: rowId, marked: bytes },
      { by: `<@${id}>`, at: 'x', until: 'x' },
      texts,
    ),
    status: statusReply(server, status, { auditRetentionDays: 3_650, indexingScope: 'everyone' }, texts),
    export: exportReplies({ parts: [bytes], photos: 9 }, texts)[0] ?? { components: [] },
    servers: chooseServerReply(
      'withdraw',
      many(40, (index) => ({ ...server, guildId: `${index}` })),
      texts,
    ),
    settings: settingsReply(settings, new Set([id, ...settings.excludedChannelIds]), texts),
    everyone: everyoneReply(texts),
    audit: auditReply({ entries: many(entriesPerPage, () => entry), next: rowId }, filter, 3_650, texts),
  };
}

interface Shown {
  readonly content?: string;
  readonly items?: readonly { readonly description?: string | null }[];
  readonly components?: readonly Shown[];
}

const walk = (components: readonly Shown[]): Shown[] =>
  components.flatMap((component) => [component, ...walk(component.components ?? [])]);

describe.each(Object.entries(languages))('replies in %s, as large as they get', (_, texts) => {
  it.each(Object.entries(largest(texts as (typeof languages)['en'])))('%s', (_title, message) => {
    const { files, components, flags, allowedMentions } = toPayload(message);
    const body = { flags, components, allowed_mentions: allowedMentions };
    expect(
      validateMessage(body, { kind: 'create', attachmentNames: files.map((file) => file.name) }),
    ).toBeNull();
    expect(files.length).toBeLessThanOrEqual(10);
    const all = walk(components as APIMessageTopLevelComponent[] as Shown[]);
    const text = all.map(({ content = '' }) => content).join('');
    expect(text.length).toBeLessThanOrEqual(4_000);
    // Names mean nothing, and every picture can be read out.
    expect(text).not.toMatch(/@everyone|<@1>|\*\*_|\]\(http:/);
    for (const { items = [] } of all) {
      expect(items.filter(({ description }) => !description)).toEqual([]);
    }
    expect(allowedMentions).toEqual({ parse: [], users: [] });
  });

  it('forms', () => {
    const unknown = many(25, (index) => ({
      number: index + 1,
      box: { x: 0, y: 0, width: 1, height: 1 },
      person: null,
    }));
    const result = { guildId: id, photo: { url: 'x' }, sha256: bytes, faces: unknown };
    const forms = [
      nameForm(result, true, texts),
      nameForm(result, false, texts),
      retentionForm(settingsSchema.parse({ pictureRetentionDays: 30 }), texts),
    ];
    for (const form of forms) {
      expect(validateModal({ ...form, custom_id: 'x' })).toBeNull();
    }
  });
});
