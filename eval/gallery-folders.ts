import { descriptorOf, type SeenPictures } from './analyse-pictures.ts';
import type { GalleryPerson, Probe } from './identification.ts';
import { type PictureFolder, readPictureFolder } from './picture-folder.ts';
import { InputError } from './problems.ts';

export interface GalleryFolders {
  readonly gallery: PictureFolder;
  readonly probes: PictureFolder;
}

/**
 * @param limit at most so many people of each, the first by name.
 * @throws InputError when a folder cannot be read, or a picture is in both: it would find itself.
 */
export async function readGalleryFolders(
  galleryPath: string,
  probesPath: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<GalleryFolders> {
  const [gallery, probes] = await Promise.all([
    readPictureFolder(galleryPath),
    readPictureFolder(probesPath),
  ]);
  const enrolled = new Set(picturesIn(gallery));
  const shared = picturesIn(probes).filter((path) => enrolled.has(path));
  if (shared.length > 0) {
    throw new InputError(shared.map((path) => `${path} is in the gallery and among the probes`));
  }
  return { gallery: firstPeople(gallery, limit), probes: firstPeople(probes, limit) };
}

export const picturesIn = ({ people }: PictureFolder): string[] => [...people.values()].flat();

const firstPeople = (folder: PictureFolder, limit: number): PictureFolder => ({
  path: folder.path,
  people: new Map([...folder.people].slice(0, limit)),
});

/** People of whom no photo has a face cannot be enrolled: they are left out, and strangers to the gallery. */
export function galleryPeople({ people }: PictureFolder, seen: SeenPictures): GalleryPerson[] {
  return [...people].flatMap(([person, paths]) => {
    const descriptors = paths.flatMap((path) => descriptorOf(seen, path) ?? []);
    return descriptors.length === 0 ? [] : [{ person, descriptors }];
  });
}

export function probesIn({ people }: PictureFolder, seen: SeenPictures): Probe[] {
  return [...people].flatMap(([person, paths]) =>
    paths.map((path) => ({ person, descriptor: descriptorOf(seen, path) })),
  );
}
