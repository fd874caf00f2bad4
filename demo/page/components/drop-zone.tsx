import { useEffect, useState } from 'preact/hooks';
import { useAttaching } from '../attaching.ts';
import { attach, picturesIn } from '../draft.ts';

/** Takes pictures that are dropped or pasted anywhere on the page. */
export function DropZone() {
  const takeIn = useAttaching();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const take = (data: DataTransfer | null) => {
      const files = picturesIn(data);
      if (files.length > 0) takeIn(files.map(attach));
    };
    const listeners = {
      dragover: (event: DragEvent) => {
        event.preventDefault();
        setOver(event.dataTransfer?.types.includes('Files') ?? false);
      },
      dragleave: (event: DragEvent) => {
        if (event.relatedTarget === null) setOver(false);
      },
      drop: (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer);
      },
      paste: (event: ClipboardEvent) => take(event.clipboardData),
    };
    for (const [name, listener] of Object.entries(listeners)) {
      addEventListener(name, listener as EventListener);
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        removeEventListener(name, listener as EventListener);
      }
    };
  }, [takeIn]);
  return over ? (
    <div class="drop" aria-hidden="true">
      <p>Drop the picture to hand it to Kith</p>
    </div>
  ) : null;
}
