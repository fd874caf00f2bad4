import { useStore } from '../store.tsx';

export interface GalleryItem {
  readonly url: string;
  readonly alt: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** One picture in its own shape, several as a grid; each opens in full size. */
export function Gallery({ items }: { readonly items: readonly GalleryItem[] }) {
  const { dispatch } = useStore();
  return (
    <div class={`gallery ${items.length === 1 ? 'alone' : ''}`}>
      {items.map(({ url, alt, width, height }) => (
        <button
          key={url}
          type="button"
          class="gallery-item"
          onClick={() => dispatch({ type: 'enlarged', enlarged: { url, alt } })}
        >
          <img src={url} alt={alt} width={width ?? undefined} height={height ?? undefined} />
        </button>
      ))}
    </div>
  );
}
