/** Drawn for this page: 20 by 20, in the colour of the text around. */
const paths = {
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  close: 'M5 5l10 10M15 5L5 15',
  hood: 'M3 15.5V11M7.7 15.5V4.5M12.3 15.5V8M17 15.5V6',
  sun: 'M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7zM10 1.8v1.7M10 16.5v1.7M1.8 10h1.7M16.5 10h1.7M4.2 4.2l1.2 1.2M14.6 14.6l1.2 1.2M15.8 4.2l-1.2 1.2M5.4 14.6l-1.2 1.2',
  moon: 'M16.5 12.2A7 7 0 017.8 3.5a7 7 0 108.7 8.7z',
  plus: 'M10 4v12M4 10h12',
  picture: 'M3 4.5h14v11H3zM3 13l4-4 3.5 3.5 2.5-2.5 4 4M13 7.6a.9.9 0 11-1.8 0 .9.9 0 011.8 0z',
  send: 'M3.5 10L17 3.5 12.5 17l-2.7-5.3zM9.8 11.7L17 3.5',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  check: 'M4 10.5l4 4 8-9',
  eye: 'M1.8 10S5 4.5 10 4.5 18.2 10 18.2 10 15 15.5 10 15.5 1.8 10 1.8 10zM10 7.6a2.4 2.4 0 100 4.8 2.4 2.4 0 000-4.8z',
  down: 'M5 8l5 5 5-5',
  people:
    'M7.5 9.5a3 3 0 100-6 3 3 0 000 6zM2 16.5c0-3 2.4-4.8 5.5-4.8s5.5 1.8 5.5 4.8M13 3.8a3 3 0 010 5.4M15 12.2c1.8.7 3 2.2 3 4.3',
  file: 'M5 2.5h6.5L15.5 6.500V17.5H5zM11.5 2.5v4h4',
} as const;

export function Icon({ name }: { readonly name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        stroke-width={name === 'more' ? 2.6 : 1.6}
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
