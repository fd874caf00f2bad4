import { readFile } from 'node:fs/promises';
import {
  ApplicationCommandOptionType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { commandsDocument, commandsPath } from '../../scripts/docs/commands-document.ts';
import { commandsPage } from '../../scripts/docs/commands-page.ts';
import { type CommandHandler, defineCommand } from '../../src/commands/command.ts';
import { allowancesFor } from '../../src/services/rate-limit/rate-limits.ts';

const limits = {
  allowances: allowancesFor(7),
  photos: { formats: ['JPEG', 'PNG'], megabytes: 3, megapixels: 5, faces: 9 },
};

const handler = { who: 'searchers', limit: 'search', reply: 'private', run: async () => {} } as const;

function pageOf(
  definition: Partial<RESTPostAPIChatInputApplicationCommandsJSONBody>,
  changes: Partial<CommandHandler<object>> = {},
): string {
  const command = {
    name: 'wave',
    name_localizations: { de: 'winken' },
    description: 'Say hello',
    ...definition,
  };
  return commandsPage([defineCommand(command, { ...handler, ...changes } as CommandHandler<object>)], limits);
}

describe('docs/commands.md', () => {
  it('says what the definitions say (if not: npm run docs)', async () => {
    expect(await readFile(commandsPath, 'utf8')).toBe(commandsDocument());
  });

  it('tells names, who, limits, and what an option takes', () => {
    const page = pageOf(
      {
        default_member_permissions: '32',
        options: [
          {
            type: ApplicationCommandOptionType.Integer,
            name: 'times',
            name_localizations: { de: 'wie-oft' },
            description: 'How often | or not',
            required: true,
            min_value: 1,
            max_value: 2_000,
          },
          {
            type: ApplicationCommandOptionType.Boolean,
            name: 'loud',
            name_localizations: { de: 'laut' },
            description: 'To all',
          },
        ],
      },
      { reply: (options) => ('loud' in options ? 'shared' : 'private') },
    );
    expect(page).toContain('| `/wave` | 7 in a minute | 70 in a minute |');
    expect(page).toContain('permission *Manage Server*');
    expect(page).toContain('**Who:** whoever may search · **Answer:** only you see it; with `loud` everyone');
    expect(page).toContain(
      '| `times` (required) | `wie-oft` | whole number, 1 to 2,000 | How often \\| or not |',
    );
    expect(page).toContain('a JPEG or PNG file');
    expect(page).not.toContain('undefined');
  });

  it('refuses what it has no words for', () => {
    expect(() => pageOf({ default_member_permissions: '4' })).toThrow(RangeError);
    expect(() => pageOf({ name_localizations: null })).toThrow(/wave has no German name/);
  });
});
