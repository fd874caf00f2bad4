import type { Snowflake } from '../../db/ids.ts';
import type { AttachmentPlace } from '../../db/indexing-types.ts';
import type { Database } from '../../db/types.ts';
import type { Forgetting } from '../deletion/forgetting.ts';
import type { ChannelReader } from '../indexing/channels.ts';
import { beginBatch } from '../indexing/index-messages.ts';
import { type IndexPicturePorts, passingReasons } from '../indexing/index-picture.ts';
import type { Slots } from '../indexing/slots.ts';
import { isLeftAlone } from '../settings/left-alone.ts';
import type { Settings } from '../settings/settings.ts';

export interface UpgradePicturesPorts extends IndexPicturePorts {
  readonly database: Database;
  readonly reader: ChannelReader;
  readonly settings: Settings;
  readonly forgetting: Pick<Forgetting, 'messages'>;
  /** The backfill's: this is work of the same kind. */
  readonly slots: Slots;
}

/** So that a job ends long before it counts as lost, and servers take turns. */
const turnMs = 60_000;

const PAGE = 20;

export interface UpgradeTurn {
  /** Pictures that were looked at. */
  readonly looked: number;
  /** Where to go on; null when all has been gone through. */
  readonly after: Snowflake | null;
}

/**
 * Looks again at pictures of channels with faces that a different model encoded, as their messages show them now;
 * `indexPicture` has each face take the place of the one that it was. What was done stays done. Where a picture cannot
 * be seen now, its faces are left as they are: searches do not find them, but they stay with their people.
 * @param after the attachment after which to begin.
 */
export async function upgradePictures(
  ports: UpgradePicturesPorts,
  guildId: Snowflake,
  after: Snowflake,
  signal: AbortSignal,
): Promise<UpgradeTurn> {
  const { upgrade } = ports.database.forGuild(guildId);
  const { modelVersion } = ports.analyser;
  const ends = performance.now() + turnMs;
  let looked = 0;
  let last = after;
  while (performance.now() < ends) {
    const page = await upgrade.outdatedPictures(modelVersion, passingReasons, last, PAGE);
    for (const places of byMessage(page)) {
      signal.throwIfAborted();
      looked += await lookAgain(ports, guildId, places, signal);
    }
    const end = page.at(-1);
    if (end === undefined) return { looked, after: null };
    last = end.attachmentId;
  }
  return { looked, after: last };
}

type Places = readonly [AttachmentPlace, ...AttachmentPlace[]];

/** @returns how many of these pictures of one message were looked at. */
async function lookAgain(
  ports: UpgradePicturesPorts,
  guildId: Snowflake,
  places: Places,
  signal: AbortSignal,
): Promise<number> {
  const { reader, forgetting, slots } = ports;
  const [{ channelId, parentId, messageId }] = places;
  const settings = await ports.settings.of(guildId);
  const channel = await reader.find(guildId, channelId);
  if (typeof channel !== 'string' && isLeftAlone(channel, settings)) return 0;
  const message = await reader.message(guildId, channelId, messageId);
  if (message === 'gone') {
    await forgetting.messages(guildId, [messageId]);
    return 0;
  }
  if (message === 'no-permission' || message.isHidden) return 0;
  const outdated = new Set(places.map(({ attachmentId }) => attachmentId));
  const pictures = message.pictures.filter(({ attachmentId }) => outdated.has(attachmentId));
  const messages = [{ ...message, pictures }];
  const batch = { guildId, parentId, messages, settings };
  const { attachmentIds, done } = await beginBatch(ports, slots, batch, signal);
  await done;
  return attachmentIds.length;
}

function byMessage(places: readonly AttachmentPlace[]): Places[] {
  const groups = new Map<Snowflake, [AttachmentPlace, ...AttachmentPlace[]]>();
  for (const place of places) {
    const group = groups.get(place.messageId);
    if (group === undefined) groups.set(place.messageId, [place]);
    else group.push(place);
  }
  return [...groups.values()];
}
