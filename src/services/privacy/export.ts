import type { AuditRow } from '../../db/audit-types.ts';
import type { RowId, Snowflake } from '../../db/ids.ts';
import type {
  HeldConsent,
  HeldFace,
  HeldPicture,
  MergedPerson,
  Proposal,
} from '../../db/moderation-types.ts';
import type { Person } from '../../db/people-types.ts';
import { type ZipEntry, zip, zipOverhead } from './zip.ts';

/** Everything that is held of somebody in one server. */
export interface Holdings {
  readonly guildId: Snowflake;
  readonly memberId: Snowflake;
  readonly optedOut: boolean;
  readonly person: Person | null;
  readonly consent: HeldConsent | null;
  readonly merged: readonly MergedPerson[];
  /** In which they were found. */
  readonly pictures: readonly HeldPicture[];
  /** That they posted, whoever is in them. */
  readonly posted: readonly HeldPicture[];
  readonly faces: readonly HeldFace[];
  readonly rejections: readonly { readonly rejectedBy: Snowflake; readonly rejectedAt: Date }[];
  readonly proposal: Proposal | null;
  readonly record: readonly AuditRow[];
  /** The kept copies, by picture. */
  readonly photos: ReadonlyMap<RowId, Uint8Array>;
}

/**
 * The archives of an export, each small enough to be sent: `kith.json` in the first, and the photos.
 * @param maximumBytes of one archive. A photo that is larger alone still gets one of its own.
 */
export function archives(holdings: Holdings, at: Date, maximumBytes: number): Uint8Array[] {
  const entries: ZipEntry[] = [
    { name: 'kith.json', data: Buffer.from(JSON.stringify(describe(holdings, at), null, 2)) },
    ...[...holdings.photos].map(([pictureId, data]) => ({ name: photoName(pictureId), data })),
  ];
  const parts: ZipEntry[][] = [[]];
  let size: number = zipOverhead.archive;
  for (const entry of entries) {
    const bytes = entry.data.length + zipOverhead.entry + 2 * entry.name.length;
    const current = parts.at(-1);
    if (current === undefined || (current.length > 0 && size + bytes > maximumBytes)) {
      parts.push([entry]);
      size = zipOverhead.archive + bytes;
    } else {
      current.push(entry);
      size += bytes;
    }
  }
  return parts.map((part) => zip(part, at));
}

const photoName = (pictureId: RowId): string => `photos/${pictureId}.webp`;

/** For people and for programs: names that say what they are, ids as text, times in ISO 8601. */
function describe(holdings: Holdings, at: Date): object {
  const { guildId, memberId, person, photos, pictures, posted, proposal, ...rest } = holdings;
  const pictureOf = ({ source, ...picture }: HeldPicture) => ({
    ...picture,
    file: photos.has(picture.pictureId) ? photoName(picture.pictureId) : null,
    message:
      source === null
        ? null
        : {
            ...source,
            link: `https://discord.com/channels/${guildId}/${source.channelId}/${source.messageId}`,
          },
  });
  return {
    about:
      'Everything that Kith holds about you in one Discord server. See docs/privacy.md of Kith for what each part is.',
    exportedAt: at,
    server: guildId,
    you: memberId,
    person,
    ...rest,
    pictures: pictures.map(pictureOf),
    posted: posted.map(pictureOf),
    proposal: proposal && { ...proposal, file: photoName(proposal.pictureId) },
  };
}
