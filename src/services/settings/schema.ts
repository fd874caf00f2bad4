import { z } from 'zod';

const snowflake = z.string().regex(/^\d{1,20}$/);

/**
 * How a server is set up. Every default is the careful choice: members enrol themselves, of strangers nothing is
 * kept, and what somebody did can be read for a year.
 */
export const settingsSchema = z.object({
  /** `self`: members enrol themselves. `moderated`: moderators may propose others, who must accept. */
  consentMode: z.enum(['self', 'moderated']).default('self'),
  /** `enrolled`: of posted pictures only faces of enrolled people are kept. `everyone`: all faces. */
  indexingScope: z.enum(['enrolled', 'everyone']).default('enrolled'),
  /** The role that may search; null for everyone. */
  searchRoleId: snowflake.nullable().default(null),
  /** Channels that Kith leaves alone: nothing in them is indexed or shown. */
  excludedChannelIds: z.array(snowflake).max(25).default([]),
  /** Indexed pictures are forgotten when they are older; null: when they are deleted in Discord. */
  pictureRetentionDays: z.int().min(1).max(3_650).nullable().default(null),
  auditRetentionDays: z.int().min(30).max(3_650).default(365),
  /** Where records are posted as well; null for nowhere. */
  logChannelId: snowflake.nullable().default(null),
  /** How sure Kith must be before it names somebody. */
  bandStrictness: z.enum(['normal', 'strict', 'very-strict']).default('normal'),
});

export type GuildSettings = Readonly<z.infer<typeof settingsSchema>>;
export type SettingName = keyof GuildSettings;
