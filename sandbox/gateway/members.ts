import { GatewayDispatchEvents, GatewayIntentBits } from 'discord-api-types/v10';
import { membersNamed } from '../rest/guilds.ts';
import { memberJson } from '../state/member-json.ts';
import type { GuildRecord, MemberRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import type { Session } from './session.ts';

const membersPerChunk = 1_000;

interface Request {
  readonly guild_id: string;
  readonly query?: string;
  readonly limit?: number;
  readonly user_ids?: string | string[];
  readonly nonce?: string;
}

/** Answers a request for members, in chunks. */
export function sendMembers(world: World, session: Session, data: unknown): void {
  const request = data as Request;
  const guild = world.guilds.get(request.guild_id);
  if (guild === undefined || !guild.members.has(session.application.id) || !session.serves(guild.id)) {
    return;
  }
  // Everyone at once takes the intent for members; without it the request stays unanswered.
  const everyone = request.user_ids === undefined && !request.query && !request.limit;
  if (everyone && !(session.intents & GatewayIntentBits.GuildMembers)) {
    return;
  }
  const members = choose(world, guild, request);
  const count = Math.max(1, Math.ceil(members.length / membersPerChunk));
  for (let index = 0; index < count; index++) {
    const chunk = members.slice(index * membersPerChunk, (index + 1) * membersPerChunk);
    session.push(GatewayDispatchEvents.GuildMembersChunk, {
      guild_id: guild.id,
      members: chunk.map((member) => memberJson(world, member)),
      chunk_index: index,
      chunk_count: count,
      ...(request.user_ids === undefined
        ? {}
        : { not_found: [request.user_ids].flat().filter((id) => !guild.members.has(id)) }),
      ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    });
  }
}

function choose(world: World, guild: GuildRecord, request: Request): MemberRecord[] {
  if (request.user_ids !== undefined) {
    return [request.user_ids].flat().flatMap((id) => guild.members.get(id) ?? []);
  }
  const named = membersNamed(world, guild, request.query ?? '');
  return request.limit ? named.slice(0, request.limit) : named;
}
