export type Emphasis = 'likely' | 'possible' | 'unknown';

interface Style {
  /** Fill of the tag and middle of the line, `#rrggbb`. */
  readonly fill: string;
  /** Of the digits on it: a contrast of at least 4.5 (WCAG 2.2, 1.4.3), which a test computes. */
  readonly ink: string;
  /** Lengths of dash and gap, in widths of the outlined line; the round ends lie in the gap. Null for a solid line. */
  readonly dash: { readonly dash: number; readonly gap: number } | null;
}

/**
 * Blue and orange of Okabe and Ito's palette, and white: apart under every kind of colour vision, in print and in
 * grey, and the pattern of the line says the same again.
 */
export const emphasisStyles: Readonly<Record<Emphasis, Style>> = {
  likely: { fill: '#0072b2', ink: '#ffffff', dash: null },
  possible: { fill: '#e69f00', ink: '#000000', dash: { dash: 1.5, gap: 1.9 } },
  unknown: { fill: '#ffffff', ink: '#1a1a1a', dash: { dash: 0, gap: 1.55 } },
};

/** The two outlines of every line and tag: one of them stands out on any picture. */
export const outlines = { dark: '#101010', light: '#ffffff' } as const;
