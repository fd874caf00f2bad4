import { ChannelType, DiscordAPIError, type GuildBasedChannel, RESTJSONErrorCodes } from 'discord.js';
import {
  type APIThreadChannel,
  type RESTGetAPIChannelThreadsArchivedPublicResult,
  Routes,
} from 'discord-api-types/v10';

const pageLength = 100;

type Get = <T>(route: `/${string}`, query: object) => Promise<T>;

/**
 * The archived threads of a channel: public ones, and of the private ones all that Kith may list, which without the
 * permission "Manage Threads" are those that it is in.
 */
export async function* archivedThreads(
  { id, type }: GuildBasedChannel,
  { listsPrivate, get }: { readonly listsPrivate: boolean; readonly get: Get },
): AsyncGenerator<APIThreadChannel> {
  yield* pages(Routes.channelThreads(id, 'public'), archivedAt, get);
  if (type === ChannelType.GuildText && listsPrivate) {
    yield* pages(Routes.channelThreads(id, 'private'), archivedAt, get);
  } else if (type === ChannelType.GuildText) {
    yield* pages(Routes.channelJoinedArchivedThreads(id), (thread) => thread.id, get);
  }
}

const archivedAt = ({ thread_metadata: metadata }: APIThreadChannel) => metadata?.archive_timestamp;

/** @param positionOf what the next page is asked before: each list has an order of its own. */
async function* pages(
  route: `/${string}`,
  positionOf: (thread: APIThreadChannel) => string | undefined,
  get: Get,
): AsyncGenerator<APIThreadChannel> {
  let before: string | undefined;
  for (;;) {
    const page = await orNothing(() =>
      get<RESTGetAPIChannelThreadsArchivedPublicResult>(route, {
        limit: pageLength,
        ...(before !== undefined && { before }),
      }),
    );
    const threads = (page?.threads ?? []) as APIThreadChannel[];
    yield* threads;
    const last = threads.at(-1);
    before = last === undefined ? undefined : positionOf(last);
    if (page?.has_more !== true || before === undefined) return;
  }
}

/** A channel that was hidden or deleted meanwhile has no threads to list. */
async function orNothing<T>(read: () => Promise<T>): Promise<T | null> {
  const codes: ReadonlySet<number | string> = new Set([
    RESTJSONErrorCodes.UnknownChannel,
    RESTJSONErrorCodes.MissingAccess,
    RESTJSONErrorCodes.MissingPermissions,
  ]);
  try {
    return await read();
  } catch (error) {
    if (error instanceof DiscordAPIError && codes.has(error.code)) return null;
    throw error;
  }
}
