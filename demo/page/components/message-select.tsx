import type { APIMessage, APISelectMenuComponent } from 'discord-api-types/v10';
import { selectChoices } from '../select-choices.ts';
import { useStore } from '../store.tsx';
import { Dropdown } from './dropdown.tsx';

export function MessageSelect({
  select,
  message,
}: {
  readonly select: APISelectMenuComponent;
  readonly message: APIMessage;
}) {
  const { state, view, act } = useStore();
  const key = `${message.id}/${select.custom_id}`;
  return (
    <Dropdown
      label={select.placeholder ?? 'Choose'}
      {...selectChoices(select, view, message.channel_id)}
      disabled={select.disabled === true}
      busy={state.pending.includes(key)}
      onChoose={(values) =>
        act(key, {
          kind: 'select',
          channelId: message.channel_id,
          messageId: message.id,
          customId: select.custom_id,
          values: [...values],
        })
      }
    />
  );
}
