import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType as Option,
} from 'discord-api-types/v10';
import { useId } from 'preact/hooks';
import { isAttached, type OptionInput } from '../draft.ts';
import { placeOf } from '../places.ts';
import { useStore } from '../store.tsx';
import { Combobox } from './combobox.tsx';
import { Dropdown } from './dropdown.tsx';
import { PhotoField } from './photo-field.tsx';
import { useSuggestions } from './suggestions.ts';

interface OptionFieldProps {
  readonly path: string;
  readonly option: APIApplicationCommandBasicOption;
  readonly inputs: Readonly<Record<string, OptionInput>>;
  readonly set: (input: OptionInput | undefined) => void;
}

/** The field of one option, by its type. */
export function OptionField({ path, option, inputs, set }: OptionFieldProps) {
  const id = useId();
  return (
    <div class="option-field">
      <label for={id} class="option-name">
        {option.name}
        {option.required === true && <span class="unseen"> (required)</span>}
      </label>
      <Control {...{ id, path, option, inputs, set }} />
      <small>{option.description}</small>
    </div>
  );
}

function Control({ id, path, option, inputs, set }: OptionFieldProps & { readonly id: string }) {
  const { state, view } = useStore();
  const { server } = placeOf(view, state.channelId);
  const suggest = useSuggestions(path, option.name, inputs);
  const input = inputs[option.name];
  const text = typeof input === 'string' ? input : '';
  const required = option.required === true;
  switch (option.type) {
    case Option.Attachment:
      return <PhotoField id={id} name={option.name} value={isAttached(input) ? input : null} set={set} />;
    case Option.Boolean:
      return (
        <Chosen
          label={option.name}
          value={input === undefined ? '' : String(input)}
          choices={[named('Yes', 'true'), named('No', 'false')]}
          set={(value) => set(value === 'true')}
        />
      );
    case Option.User:
      return (
        <Chosen
          label="Choose a member"
          value={text}
          choices={(server?.members ?? []).map(({ id: value, name }) => named(name, value))}
          set={set}
        />
      );
    case Option.Channel:
      return (
        <Chosen
          label="Choose a channel"
          value={text}
          choices={(server?.channels ?? [])
            .filter(({ type }) => option.channel_types?.some((allowed) => allowed === type) ?? true)
            .map(({ id: value, name }) => named(`#${name}`, value))}
          set={set}
        />
      );
    case Option.Role:
      return (
        <Chosen
          label="Choose a role"
          value={text}
          choices={(server?.roles ?? []).map(({ id: value, name }) => named(name, value))}
          set={set}
        />
      );
    case Option.String:
      if ('choices' in option && option.choices !== undefined) {
        return (
          <Chosen
            label={`Choose ${option.name}`}
            value={text}
            choices={option.choices.map(({ name, value }) => named(name, value))}
            set={set}
          />
        );
      }
      return (
        <Combobox
          id={id}
          value={text}
          required={required}
          maxLength={option.max_length}
          minLength={option.min_length}
          suggest={'autocomplete' in option && option.autocomplete === true ? suggest : null}
          set={set}
        />
      );
    case Option.Integer:
    case Option.Number:
      return (
        <input
          id={id}
          type="number"
          class="text-input"
          required={required}
          min={option.min_value}
          max={option.max_value}
          value={text}
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      );
    default:
      return <p class="small">An option that this page does not know.</p>;
  }
}

const named = (label: string, value: string) => ({ label, value, note: null });

interface ChosenProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly ReturnType<typeof named>[];
  readonly set: (value: string) => void;
}

function Chosen({ label, value, choices, set }: ChosenProps) {
  return (
    <Dropdown
      label={label}
      choices={choices}
      chosen={value === '' ? [] : [value]}
      minimum={1}
      maximum={1}
      onChoose={([chosen]) => chosen !== undefined && set(chosen)}
    />
  );
}
