import type { SlashCommand } from '../commands.ts';
import type { Draft } from '../draft.ts';
import { emptyDraft } from '../draft.ts';
import { useStore } from '../store.tsx';
import { Icon } from './icon.tsx';

interface TrayProps {
  readonly draft: Extract<Draft, { kind: 'text' }>;
  readonly commands: readonly SlashCommand[];
  readonly post: () => void;
  readonly begin: (command: SlashCommand) => void;
}

/** Pictures that were dropped, pasted or chosen, and what can be done with them at once. */
export function Tray({ draft, commands, post, begin }: TrayProps) {
  const { state, act, write } = useStore();
  const [first] = draft.files;
  if (first === undefined) {
    return null;
  }
  const whois = commands.find(({ path }) => path === 'whois');
  const enroll = commands.find(({ path }) => path === 'enroll');
  const ask = () => {
    act(
      'whois',
      { kind: 'slash', channelId: state.channelId, path: 'whois', options: { photo: { file: 'photo' } } },
      new Map([['photo', first.file]]),
    );
    write(emptyDraft);
  };
  return (
    <div class="tray">
      <ul>
        {draft.files.map((attached) => (
          <li key={attached.url}>
            <img src={attached.url} alt={attached.file.name} />
            <button
              type="button"
              class="icon-button"
              aria-label={`Remove ${attached.file.name}`}
              onClick={() => write({ ...draft, files: draft.files.filter((one) => one !== attached) })}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <div class="tray-actions">
        {whois !== undefined && (
          <button type="button" class="button primary" onClick={ask}>
            Ask who this is
          </button>
        )}
        {enroll !== undefined && (
          <button type="button" class="button" onClick={() => begin(enroll)}>
            Enrol with it
          </button>
        )}
        <button type="button" class="button" onClick={post}>
          Post it here
        </button>
      </div>
    </div>
  );
}
