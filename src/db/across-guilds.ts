import type { Statement } from './scope.ts';

/**
 * Questions in front of which no guild stands, for the work that is done for all of them. They return ids of guilds
 * and nothing that is kept of one; what follows is done guild by guild.
 */
export const acrossGuilds = {
  all: {
    name: 'across-guilds.all',
    text: `select guild_id as "guildId" from guild order by guild_id`,
  },
  // $1: names of chores; $2: seconds without a step after which a walk was lost.
  withWork: {
    name: 'across-guilds.with-work',
    text: `select guild_id as "guildId" from guild
where exists (
    select from unnest($1::text[]) as wanted
    where not exists (
      select from chore where chore.guild_id = guild.guild_id and chore.name = wanted and chore.due_at > now()
    )
  )
  or exists (
    select from walk where walk.guild_id = guild.guild_id and walk.state = 'open'
      and walk.touched_at <= now() - make_interval(secs => $2)
  )
  or exists (
    select from backfill_schedule as schedule where schedule.guild_id = guild.guild_id and schedule.next_at <= now()
  )
  or exists (
    select from backfill where backfill.guild_id = guild.guild_id
      and (state = 'preparing'
        or (state = 'running' and not exists (
          select from walk where walk.guild_id = guild.guild_id and walk.backfill_id = backfill.backfill_id
            and walk.state = 'open'
        ))
        or (state in ('cancelled', 'done') and report_message_id is not null and not reported))
  )
order by guild_id`,
  },
} as const satisfies Record<string, Statement>;
