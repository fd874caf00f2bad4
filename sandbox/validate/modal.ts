import { ComponentType } from 'discord-api-types/v10';
import { componentId, customId } from './buttons.ts';
import { all, byType, list, model, nullable, required, text } from './checks.ts';
import { uniqueComponents } from './component-tree.ts';
import { textDisplay } from './components.ts';
import { labelledInputs, rowTextInput } from './modal-inputs.ts';
import { Place, type Refusal } from './report.ts';

const label = model({
  id: componentId,
  label: required(text(45, 1)),
  description: nullable(text(100)),
  component: required(byType(labelledInputs)),
});

/** The older form, one text input a row; Discord still takes it. */
const actionRow = model({
  id: componentId,
  components: required(list(byType({ [ComponentType.TextInput]: rowTextInput }), 1, 1)),
});

const components = list(
  byType({
    [ComponentType.ActionRow]: actionRow,
    [ComponentType.TextDisplay]: textDisplay,
    [ComponentType.Label]: label,
  }),
  5,
  1,
);

/** What Discord would answer to the `data` of a modal callback, or null if it would show the modal. */
export function validateModal(body: unknown): Refusal | null {
  const at = Place.root();
  model({
    custom_id: required(customId),
    title: required(text(45, 1)),
    components: required(all(components, uniqueComponents)),
  })(body, at);
  return at.result();
}
