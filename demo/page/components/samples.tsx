import { useRef, useState } from 'preact/hooks';
import { type Attached, fetchSample } from '../draft.ts';
import { usePopup } from '../popup.ts';
import { useStore } from '../store.tsx';
import { Icon } from './icon.tsx';

/** Photos to try with, for whoever has none of their own at hand. */
export function Samples({ onPick }: { readonly onPick: (attached: Attached) => void }) {
  const { view } = useStore();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  usePopup(root, open, close);
  const pick = (url: string) => {
    close();
    void fetchSample(url).then(onPick);
  };
  return (
    <div class="samples" ref={root}>
      <button
        type="button"
        ref={opener}
        class="icon-button with-words"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="picture" />
        <span>Sample photos</span>
      </button>
      {open && (
        <ul class="samples-grid" aria-label="Sample photos">
          {view.samples.map(({ name, url }) => (
            <li key={name}>
              <button type="button" onClick={() => pick(url)}>
                <img src={url} alt={name} loading="lazy" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
