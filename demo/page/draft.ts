/** A file to hand in, with a small picture of it to show. */
export interface Attached {
  readonly file: File;
  /** Of this page alone. */
  readonly url: string;
}

export type OptionInput = string | boolean | Attached;

/** What is being written in the composer. */
export type Draft =
  | { readonly kind: 'text'; readonly text: string; readonly files: readonly Attached[] }
  | {
      readonly kind: 'command';
      readonly path: string;
      readonly inputs: Readonly<Record<string, OptionInput>>;
    };

export const emptyDraft: Draft = { kind: 'text', text: '', files: [] };

export function attach(file: File): Attached {
  return { file, url: URL.createObjectURL(file) };
}

/** @throws Error when the server does not give it. */
export async function fetchSample(url: string): Promise<Attached> {
  const answer = await fetch(url);
  if (!answer.ok) {
    throw new Error(`the sample photo cannot be had (${answer.status})`);
  }
  const name = url.split('/').at(-1) ?? 'photo.jpg';
  return attach(new File([await answer.blob()], name, { type: 'image/jpeg' }));
}

export const isAttached = (input: OptionInput | undefined): input is Attached => typeof input === 'object';

/** The pictures among what was dropped or pasted. */
export function picturesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
}
