import { type APIModalInteractionResponseCallbackData, ComponentType } from 'discord-api-types/v10';
import { type AnyComponent, walkComponents } from '../state/message-parts.ts';

export interface SeenField {
  readonly customId: string;
  readonly label: string;
  readonly type: ComponentType;
  readonly required: boolean;
  readonly component: AnyComponent;
}

export interface SeenModal {
  readonly title: string;
  readonly customId: string;
  readonly fields: readonly SeenField[];
  readonly texts: readonly string[];
}

/** A modal as a person sees it. Inputs stand in labels, or (the older way) in action rows. */
export function readModal(modal: APIModalInteractionResponseCallbackData): SeenModal {
  const components = walkComponents(modal.components);
  const labelled = components
    .filter(({ type }) => type === ComponentType.Label)
    .map(({ label, component }) => readField(component as AnyComponent, String(label)));
  const bare = components
    .filter(({ type }) => type === ComponentType.ActionRow)
    .flatMap((row) => row.components as AnyComponent[])
    .map((input) => readField(input, String(input.label)));
  return {
    title: modal.title,
    customId: modal.custom_id,
    fields: [...labelled, ...bare],
    texts: components
      .filter(({ type }) => type === ComponentType.TextDisplay)
      .map(({ content }) => String(content)),
  };
}

function readField(component: AnyComponent, label: string): SeenField {
  return {
    customId: String(component.custom_id),
    label,
    type: component.type,
    required: component.required !== false,
    component,
  };
}
