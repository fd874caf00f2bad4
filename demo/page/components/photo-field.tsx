import { useRef } from 'preact/hooks';
import { type Attached, attach } from '../draft.ts';
import { Icon } from './icon.tsx';
import { Samples } from './samples.tsx';

interface PhotoFieldProps {
  readonly id: string;
  readonly name: string;
  readonly value: Attached | null;
  readonly set: (value: Attached) => void;
}

/** A picture for a command: chosen, dropped or pasted anywhere, or one of the samples. */
export function PhotoField({ id, name, value, set }: PhotoFieldProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div class="photo-field">
      <button type="button" class="photo-button" id={id} onClick={() => picker.current?.click()}>
        {value === null ? (
          <>
            <Icon name="picture" /> <span>Choose, drop or paste a picture</span>
          </>
        ) : (
          <>
            <img src={value.url} alt="" /> <span>{value.file.name}</span>
          </>
        )}
      </button>
      <input
        ref={picker}
        type="file"
        class="unseen"
        accept="image/*"
        tabIndex={-1}
        aria-label={`File for ${name}`}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) set(attach(file));
        }}
      />
      <Samples onPick={set} />
    </div>
  );
}
