import { useStore } from '../store.tsx';
import { Avatar } from './avatar.tsx';

/** Whom the visitor acts as. */
export function PersonaMenu() {
  const { view, become } = useStore();
  return (
    <fieldset class="personas">
      <legend>You act as</legend>
      {view.personas.map(({ id, name, role }) => (
        <label key={id} class="persona">
          <input
            type="radio"
            name="persona"
            class="unseen"
            checked={id === view.me.id}
            onChange={() => become(id)}
          />
          <Avatar name={name} />
          <span class="persona-words">
            <b>{name}</b>
            <small>{role}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
