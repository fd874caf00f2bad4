import type { Snowflake } from '../../db/ids.ts';
import type { AttachmentPlace } from '../../db/indexing-types.ts';
import type { Database } from '../../db/types.ts';
import { type ChannelReader, isOlder, type PostedMessage } from '../indexing/channels.ts';
import type { Forgetting } from './forgetting.ts';

export interface RecheckPorts {
  readonly database: Database;
  readonly reader: ChannelReader;
  readonly forgetting: Pick<Forgetting, 'attachments' | 'channel'>;
}

/** Each picture is due once a week, so that is the time for all of them, with some room for what fails. */
const passDays = 6;
const runsADay = 24 * 6;

/** Pictures that one page of messages tells of, at a cautious guess. */
const picturesAPage = 20;

/** Enough for a small server's pictures at once, little enough for Discord. */
const fewestPages = 20;

/** How often it runs, in seconds. */
export const recheckEverySeconds = 86_400 / runsADay;

/**
 * Looks whether indexed pictures are still there, the longest due first: each comes round as often as any other, and
 * after a week all have. It finds what was deleted while nobody listened.
 */
export class Recheck {
  readonly #ports: RecheckPorts;

  constructor(ports: RecheckPorts) {
    this.#ports = ports;
  }

  /** One run for a server. @returns pictures that were found gone. @throws what may pass; nothing is removed then */
  async run(guildId: Snowflake, signal: AbortSignal): Promise<number> {
    const { attachments } = this.#ports.database.forGuild(guildId);
    const kept = await attachments.countKept();
    const pages = Math.max(fewestPages, Math.ceil(kept / picturesAPage / (passDays * runsADay)));
    let gone = 0;
    for (let page = 0; page < pages; page++) {
      signal.throwIfAborted();
      const [place] = await attachments.toCheck(1);
      if (place === undefined) break;
      gone += await this.#around(guildId, place);
    }
    return gone;
  }

  async #around(guildId: Snowflake, place: AttachmentPlace): Promise<number> {
    const { database, reader, forgetting } = this.#ports;
    const { attachments } = database.forGuild(guildId);
    const { channelId, messageId } = place;
    const page = await reader.around(guildId, channelId, messageId);
    if (page === 'gone') return await this.#forgetChannel(guildId, channelId);
    // What cannot be seen now is not known to be gone; it comes round again.
    if (page === 'no-permission') {
      await attachments.checked([place.attachmentId]);
      return 0;
    }
    const shown = new Map(page.map((message) => [message.messageId, message]));
    const { oldest, newest } = span(page, messageId);
    const places = await attachments.between(channelId, oldest, newest);
    const missing = places.filter((one) => isMissing(one, shown.get(one.messageId)));
    const gone = await this.#confirmed(guildId, missing);
    await attachments.checked(places.map(({ attachmentId }) => attachmentId));
    return await forgetting.attachments(guildId, gone);
  }

  /** Each is asked for by itself before anything is removed. */
  async #confirmed(guildId: Snowflake, missing: readonly AttachmentPlace[]): Promise<Snowflake[]> {
    const { reader } = this.#ports;
    const gone: Snowflake[] = [];
    for (const { attachmentId, channelId, messageId } of missing) {
      const message = await reader.message(guildId, channelId, messageId);
      if (message === 'no-permission') continue;
      if (isMissing({ attachmentId }, message === 'gone' ? undefined : message)) gone.push(attachmentId);
    }
    return gone;
  }

  async #forgetChannel(guildId: Snowflake, channelId: Snowflake): Promise<number> {
    // The thread or channel itself, asked for by its own name.
    if ((await this.#ports.reader.find(guildId, channelId)) !== 'gone')
      throw new Error('a channel comes and goes');
    return await this.#ports.forgetting.channel(guildId, channelId);
  }
}

/** Not with a message that Discord does not let Kith see into. */
function isMissing(
  { attachmentId }: Pick<AttachmentPlace, 'attachmentId'>,
  message: PostedMessage | undefined,
): boolean {
  if (message === undefined) return true;
  return !message.isHidden && !message.pictures.some((picture) => picture.attachmentId === attachmentId);
}

/** From the oldest to the newest message of a page, and the message that was asked for. */
function span(
  page: readonly PostedMessage[],
  messageId: Snowflake,
): { oldest: Snowflake; newest: Snowflake } {
  let oldest = messageId;
  let newest = messageId;
  for (const { messageId: id } of page) {
    if (isOlder(id, oldest)) oldest = id;
    if (isOlder(newest, id)) newest = id;
  }
  return { oldest, newest };
}
