import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Closes what opened under a button when somebody presses elsewhere, or Escape within it. */
export function usePopup(root: RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  const closing = useRef(close);
  closing.current = close;
  useEffect(() => {
    const element = root.current;
    if (!open || element === null) return;
    const outside = ({ target }: Event) => {
      if (target instanceof Node && !element.contains(target)) closing.current();
    };
    const byKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // What it stands in, such as a dialog, stays open.
      event.preventDefault();
      event.stopPropagation();
      closing.current();
    };
    addEventListener('pointerdown', outside);
    element.addEventListener('keydown', byKey);
    return () => {
      removeEventListener('pointerdown', outside);
      element.removeEventListener('keydown', byKey);
    };
  }, [root, open]);
}

/** The element to focus next when an arrow key is pressed in a list; undefined for other keys. */
export function neighbour<T extends Element>(items: readonly T[], key: string): T | undefined {
  const at = items.findIndex((item) => item.contains(document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: Math.max(at, 0) - 1, Home: 0, End: -1 }[key];
  return to === undefined ? undefined : items.at(to % items.length);
}
