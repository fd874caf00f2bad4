import { type APIButtonComponent, type APIMessage, ButtonStyle } from 'discord-api-types/v10';
import { useStore } from '../store.tsx';

const styles: Readonly<Partial<Record<ButtonStyle, string>>> = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'danger',
};

export function MessageButton({
  button,
  message,
}: {
  readonly button: APIButtonComponent;
  readonly message: APIMessage;
}) {
  const { state, act } = useStore();
  const label = 'label' in button ? (button.label ?? '') : '';
  if (button.style === ButtonStyle.Link) {
    return (
      <a class="button" href={button.url} target="_blank" rel="noreferrer">
        {label}
      </a>
    );
  }
  if (!('custom_id' in button)) {
    return null;
  }
  const customId = button.custom_id;
  const key = `${message.id}/${customId}`;
  const isPending = state.pending.includes(key);
  const press = () =>
    act(key, { kind: 'press', channelId: message.channel_id, messageId: message.id, customId, label });
  return (
    <button
      type="button"
      class={`button ${styles[button.style] ?? ''}`}
      disabled={button.disabled === true}
      aria-busy={isPending}
      onClick={isPending ? undefined : press}
    >
      {label}
    </button>
  );
}
