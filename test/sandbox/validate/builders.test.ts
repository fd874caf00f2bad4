import { describe, expect, test } from 'vitest';
import { validateCommands, validateMessage, validateModal } from '../../../sandbox/validate/index.ts';
import { samples } from './samples.ts';

describe('what the builders of discord.js make is accepted', () => {
  test('a message with embeds, buttons and selects', () => {
    const context = { kind: 'create', attachmentNames: samples.messageFiles } as const;
    expect(validateMessage(samples.message, context)).toBeNull();
  });

  test('a layout of Components V2', () => {
    const context = { kind: 'create', attachmentNames: samples.layoutFiles } as const;
    expect(validateMessage(samples.layout, context)).toBeNull();
  });

  test('modals', () => {
    expect(validateModal(samples.labelledModal)).toBeNull();
    expect(validateModal(samples.rowsModal)).toBeNull();
  });

  test.each(['global', 'guild'] as const)('commands, %s', (scope) => {
    expect(validateCommands(samples.commands, scope)).toBeNull();
  });
});
