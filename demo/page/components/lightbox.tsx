import type { Enlarged } from '../state.ts';
import { useStore } from '../store.tsx';
import { Dialog } from './dialog.tsx';

export function Lightbox({ enlarged: { url, alt } }: { readonly enlarged: Enlarged }) {
  const { dispatch } = useStore();
  return (
    <Dialog label={alt} className="lightbox" onClose={() => dispatch({ type: 'enlarged', enlarged: null })}>
      <figure>
        <img src={url} alt={alt} />
        <figcaption>{alt}</figcaption>
      </figure>
    </Dialog>
  );
}
