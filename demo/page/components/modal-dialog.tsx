import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackComponent,
  ComponentType,
  TextInputStyle,
} from 'discord-api-types/v10';
import { useState } from 'preact/hooks';
import { selectChoices } from '../select-choices.ts';
import type { OpenModal } from '../state.ts';
import { useStore } from '../store.tsx';
import { Dialog } from './dialog.tsx';
import { Dropdown } from './dropdown.tsx';
import { Markdown } from './markdown.tsx';

type Fields = Readonly<Record<string, string | string[]>>;

/** A form that the bot opened. */
export function ModalDialog({ opened: { modal, modalId } }: { readonly opened: OpenModal }) {
  const { act, dispatch } = useStore();
  const [fields, setFields] = useState<Fields>(() => initialFields(modal.components));
  const set = (name: string, value: string | string[]) => setFields((all) => ({ ...all, [name]: value }));
  const close = () => dispatch({ type: 'modal-closed' });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    close();
    act(modalId, { kind: 'submit', modalId, fields: { ...fields } });
  };
  return (
    <Dialog label={modal.title} className="form" onClose={close}>
      <h2>{modal.title}</h2>
      <form onSubmit={submit}>
        {modal.components.map((component) =>
          component.type === ComponentType.Label ? (
            <Field key={component.id ?? component.label} label={component} fields={fields} set={set} />
          ) : component.type === ComponentType.TextDisplay ? (
            <Markdown key={component.id} text={component.content} />
          ) : null,
        )}
        <div class="form-end">
          <button type="button" class="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="button primary">
            Send
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function initialFields(components: readonly APIModalInteractionResponseCallbackComponent[]): Fields {
  return Object.fromEntries(
    components.flatMap((component) =>
      component.type === ComponentType.Label && component.component.type === ComponentType.TextInput
        ? [[component.component.custom_id, component.component.value ?? '']]
        : [],
    ),
  );
}

interface FieldProps {
  readonly label: APILabelComponent;
  readonly fields: Fields;
  readonly set: (name: string, value: string | string[]) => void;
}

function Field({ label: { label, description, component }, fields, set }: FieldProps) {
  const { state, view } = useStore();
  switch (component.type) {
    case ComponentType.TextInput: {
      const { custom_id: name, required, max_length: maxLength, min_length: minLength } = component;
      const common = {
        id: name,
        value: String(fields[name] ?? ''),
        required: required !== false,
        maxLength,
        minLength,
        onInput: ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
          set(name, currentTarget.value),
      };
      return (
        <div class="field">
          <label for={name}>{label}</label>
          {description !== undefined && <small>{description}</small>}
          {component.style === TextInputStyle.Paragraph ? (
            <textarea rows={4} {...common} />
          ) : (
            <input type="text" {...common} />
          )}
        </div>
      );
    }
    case ComponentType.StringSelect:
    case ComponentType.UserSelect:
    case ComponentType.RoleSelect:
    case ComponentType.ChannelSelect:
    case ComponentType.MentionableSelect: {
      const name = component.custom_id;
      const chosen = fields[name];
      const { required } = component;
      const offered = selectChoices(component, view, state.channelId);
      return (
        <div class="field">
          <span>{label}</span>
          {description !== undefined && <small>{description}</small>}
          <Dropdown
            label={label}
            {...offered}
            minimum={required === false ? 0 : offered.minimum}
            chosen={Array.isArray(chosen) ? chosen : offered.chosen}
            onChoose={(values) => set(name, [...values])}
          />
        </div>
      );
    }
    default:
      return <p class="small">A field that this page does not know: {label}</p>;
  }
}
