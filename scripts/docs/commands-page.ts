import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Command } from '../../src/commands/command.ts';
import type { Allowances, RateLimit } from '../../src/services/rate-limit/rate-limits.ts';
import { en } from '../../src/texts/en.ts';
import { list } from '../../src/texts/format.ts';
import { type Entry, entriesOf, type Names, typedNames } from './entries.ts';
import { anchorOf, blocks, capital, code, table } from './markdown.ts';
import { optionsTable } from './option-rows.ts';
import { contextWords, durationWord, permissionWord, whoWords } from './words.ts';

export interface Limits {
  readonly allowances: Allowances;
  readonly photos: {
    readonly formats: readonly string[];
    readonly megabytes: number;
    readonly megapixels: number;
    readonly faces: number;
  };
}

/**
 * The reference of all commands, as Markdown, from what Discord and the router are given.
 * @throws RangeError for something in a definition that has no words yet.
 */
export function commandsPage(commands: readonly Command[], limits: Limits): string {
  const entries = commands.flatMap(entriesOf);
  const page = blocks(
    '<!-- Made by `npm run docs` from src/commands. Change the definitions there, not this page. -->',
    '# Commands',
    'All that Kith answers to. Discord shows the names and descriptions in English or German, by the language that each ' +
      'person has set. How to use them: [for members](members.md), [for moderators](moderators.md).',
    table(
      ['command', 'German', 'who', 'what it does'],
      entries.map(({ names: { en, de }, handler, description }) => [
        `[${code(en)}](#${anchorOf(en)})`,
        code(de),
        whoWords[handler.who],
        description ?? inMenu,
      ]),
    ),
    whoIsWho,
    limitsSection(entries, limits),
    ...commands.map(commandSection),
  );
  return `${page}\n`;
}

const inMenu = 'Find out who is in the pictures of a message: in its menu, under *Apps*';

const whoIsWho = blocks(
  '## Who is who',
  'Kith checks this for every command, button, menu and form, whatever Discord has let through.',
  [
    `- **${capital(whoWords.searchers)}**: everyone, unless ${code('/settings')} names a role; then its members, and moderators.`,
    `- **${capital(whoWords.moderators)}** have the permission *Timeout Members*, *Manage Server* or *Administrator*.`,
    `- **${capital(whoWords.admins)}** have the permission *Manage Server* or *Administrator*.`,
  ].join('\n'),
);

const limitOf = ({ handler }: Entry): RateLimit | undefined =>
  handler.limit ?? ('limitOnceKnown' in handler ? handler.limitOnceKnown : undefined);

function limitsSection(entries: readonly Entry[], { allowances, photos }: Limits): string {
  const rows = Object.entries(allowances).map(([limit, { seconds, user, guild }]) => [
    entries
      .filter((entry) => limitOf(entry) === limit)
      .map(({ names: { en } }) => code(en))
      .join(', '),
    `${user} in ${durationWord(seconds)}`,
    `${guild} in ${durationWord(seconds)}`,
  ]);
  return blocks(
    '## Limits',
    `Commands in one line are counted together, and with the first line *${en.whois.whereElse}* below an answer. ` +
      `Whoever hosts Kith can change that line with ${code('KITH_SEARCHES_PER_MINUTE')}.`,
    table(['commands', 'one member', 'the whole server'], rows),
    `A photo is a ${list(photos.formats, 'or')} file, whatever its name says, of at most ${photos.megabytes} MB ` +
      `(${code('KITH_MAX_IMAGE_MB')}), ${photos.megapixels} megapixels and ${photos.faces} faces. Of an animation the first ` +
      'frame counts.',
  );
}

function commandSection(command: Command): string {
  const { definition } = command;
  const names = typedNames(command);
  const entries = entriesOf(command);
  const facts = [
    german(names),
    `**Works** ${(definition.contexts ?? []).map((context) => contextWords[context]).join(' and ')}`,
    `**Discord shows it to** ${shownTo(definition.default_member_permissions)}`,
  ].join(' · ');
  const isGroup = command.kind === 'chat' && !('' in command.handlers);
  return blocks(
    `## ${names.en}`,
    'description' in definition ? `${definition.description}.` : `${inMenu}.`,
    facts,
    ...entries.flatMap((entry) =>
      isGroup
        ? [`### ${entry.names.en}`, `${entry.description}.`, ...use(entry, [german(entry.names)])]
        : use(entry, []),
    ),
  );
}

const german = ({ de }: Names): string => `**German:** ${code(de)}`;

/** Who may use it, who sees the answer, and what it takes. */
function use(entry: Entry, before: readonly string[]): string[] {
  const { handler, options } = entry;
  const facts = [...before, `**Who:** ${whoWords[handler.who]}`, `**Answer:** ${answerOf(entry)}`].join(
    ' · ',
  );
  return options.length === 0 ? [facts] : [facts, optionsTable(options)];
}

function answerOf({ handler, options }: Entry): string {
  const { reply } = handler;
  const seen = { private: 'only you see it', shared: 'everyone in the channel sees it' } as const;
  if (typeof reply !== 'function') {
    return seen[reply];
  }
  const sharing = options.filter(
    ({ type, name }) => type === ApplicationCommandOptionType.Boolean && reply({ [name]: true }) === 'shared',
  );
  return [seen[reply({})], ...sharing.map(({ name }) => `with ${code(name)} ${seen.shared}`)].join('; ');
}

function shownTo(permissions: string | null | undefined): string {
  return permissions == null
    ? 'everyone'
    : `those with the permission *${permissionWord(permissions)}*, which the server can change`;
}
