import { monogram } from '../places.ts';

/** A round monogram; Kith has a mark of its own. */
export function Avatar({ name, bot = false }: { readonly name: string; readonly bot?: boolean }) {
  if (bot) {
    return (
      <svg class="avatar" viewBox="0 0 40 40" aria-hidden="true">
        <circle cx="20" cy="20" r="20" class="mark-ground" />
        <circle cx="15.500" cy="19" r="6" class="mark-line" />
        <circle cx="25" cy="23" r="6" class="mark-line" />
      </svg>
    );
  }
  const { letters, hue } = monogram(name);
  return (
    <svg class="avatar" viewBox="0 0 40 40" aria-hidden="true">
      <circle cx="20" cy="20" r="20" fill={`hsl(${hue} 34% 38%)`} />
      <text x="20" y="25.500" text-anchor="middle" class="avatar-letters">
        {letters}
      </text>
    </svg>
  );
}
