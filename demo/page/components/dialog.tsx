import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

interface DialogProps {
  readonly label: string;
  readonly className: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A modal dialog of the browser's: it keeps the focus, closes by Escape, and gives the focus back. */
export function Dialog({ label, className, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => element.current?.showModal(), []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: beside it there is only what is behind; Escape closes it by key
    <dialog
      ref={element}
      class={`dialog ${className}`}
      aria-label={label}
      onClose={onClose}
      onClick={({ target }) => target === element.current && element.current?.close()}
    >
      <button
        type="button"
        class="icon-button dialog-close"
        aria-label="Close"
        onClick={() => element.current?.close()}
      >
        <Icon name="close" />
      </button>
      {children}
    </dialog>
  );
}
