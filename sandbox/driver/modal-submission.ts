import { ComponentType } from 'discord-api-types/v10';
import type { Resolved } from '../interactions/resolved.ts';
import { storeFile, type UploadedFile } from '../state/files.ts';
import type { AnyComponent } from '../state/message-parts.ts';
import type { ChannelRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { ClientRefusal } from './client-refusal.ts';
import type { Identified } from './command-options.ts';
import type { SeenField, SeenModal } from './modal-fields.ts';
import { readSelect } from './reading.ts';
import { pickValues } from './select-values.ts';

type One = string | Identified | UploadedFile;
/** By label or custom id: text, a tick, or what is picked. */
export type ModalInputs = Readonly<Record<string, string | boolean | readonly One[]>>;

export interface Submission {
  readonly world: World;
  readonly channel: ChannelRecord;
  readonly resolved: Resolved;
}

/**
 * What a client sends when a person has filled in a modal.
 * @throws ClientRefusal for what a client would not send off
 */
export async function fillModal(
  submission: Submission,
  modal: SeenModal,
  components: readonly unknown[],
  inputs: ModalInputs,
): Promise<object[]> {
  const named = (key: string) =>
    modal.fields.find(({ label, customId }) => label === key || customId === key);
  const unknown = Object.keys(inputs).filter((key) => named(key) === undefined);
  if (unknown.length > 0) {
    const labels = modal.fields.map(({ label }) => label).join(', ');
    throw new ClientRefusal(`the modal has no field "${unknown.join('", "')}"; there are: ${labels}`);
  }
  const filled = new Map<string, object>();
  for (const field of modal.fields) {
    const input = inputs[field.label] ?? inputs[field.customId];
    filled.set(field.customId, await fillField(submission, field, input));
  }
  return (components as AnyComponent[]).map((component) => mirror(component, filled));
}

/** The modal's own structure, with values instead of descriptions. */
function mirror(component: AnyComponent, filled: ReadonlyMap<string, object>): object {
  const { type, id } = component;
  if (component.component !== undefined) {
    return { type, id, component: mirror(component.component as AnyComponent, filled) };
  }
  if (component.components !== undefined) {
    const inside = component.components as AnyComponent[];
    return { type, id, components: inside.map((one) => mirror(one, filled)) };
  }
  return { type, id, ...filled.get(String(component.custom_id)) };
}

async function fillField(
  submission: Submission,
  field: SeenField,
  input: ModalInputs[string] | undefined,
): Promise<object> {
  const { customId: custom_id, component } = field;
  switch (field.type) {
    case ComponentType.TextInput:
      return { custom_id, value: checkText(field, input ?? component.value ?? '') };
    case ComponentType.Checkbox:
      return { custom_id, value: input ?? component.default ?? false };
    case ComponentType.RadioGroup:
      return {
        custom_id,
        value: typeof input === 'string' ? pickOption(field, input) : missing(field, null),
      };
    case ComponentType.CheckboxGroup:
      return { custom_id, values: listOf(field, input).map((one) => pickOption(field, String(one))) };
    case ComponentType.FileUpload:
      return { custom_id, values: await upload(submission, field, listOf(field, input) as UploadedFile[]) };
    default: {
      const values = listOf(field, input) as (string | Identified)[];
      const select = readSelect(component);
      const empty = values.length === 0 && !field.required;
      return {
        custom_id,
        values: empty ? [] : pickValues(submission.world, submission.resolved, select, values),
      };
    }
  }
}

function checkText(field: SeenField, input: unknown): string {
  const { min_length = 0, max_length = 4_000 } = field.component as {
    min_length?: number;
    max_length?: number;
  };
  if (typeof input !== 'string' || input.length > max_length) {
    throw new ClientRefusal(`"${field.label}" takes text of at most ${max_length} characters`);
  }
  if (input.length < min_length && (field.required || input.length > 0)) {
    throw new ClientRefusal(`"${field.label}" takes text of at least ${min_length} characters`);
  }
  return input === '' ? missing(field, '') : input;
}

function pickOption(field: SeenField, wanted: string): string {
  const options = (field.component.options ?? []) as { label: string; value: string }[];
  const option = options.find(({ label, value }) => label === wanted || value === wanted);
  if (option === undefined) {
    throw new ClientRefusal(`"${field.label}" has no "${wanted}"`);
  }
  return option.value;
}

async function upload(
  { world, channel, resolved }: Submission,
  field: SeenField,
  files: readonly UploadedFile[],
): Promise<string[]> {
  const { min_values = 1, max_values = 1 } = field.component as { min_values?: number; max_values?: number };
  if (files.length > max_values || (files.length < min_values && field.required)) {
    throw new ClientRefusal(`"${field.label}" takes ${min_values} to ${max_values} files`);
  }
  const ids: string[] = [];
  for (const upload of files) {
    const file = await storeFile(world, channel.id, upload, true);
    resolved.addAttachment(file);
    ids.push(file.id);
  }
  return ids;
}

function listOf(field: SeenField, input: ModalInputs[string] | undefined): readonly One[] {
  const list = input === undefined ? [] : Array.isArray(input) ? (input as readonly One[]) : [input as One];
  return list.length === 0 ? missing(field, []) : list;
}

/** @throws ClientRefusal when the field must be filled in */
function missing<T>(field: SeenField, empty: T): T {
  if (field.required) {
    throw new ClientRefusal(`"${field.label}" must be filled in`);
  }
  return empty;
}
