import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10';

// What the page and its server say to each other. Snowflakes are strings; messages are as Discord gives them out.

export interface NamedView {
  readonly id: string;
  readonly name: string;
}

export interface PersonaView extends NamedView {
  readonly role: string;
}

export interface ChannelView extends NamedView {
  /** Discord's number of the channel's type. */
  readonly type: number;
}

export interface ServerView extends NamedView {
  readonly channels: readonly ChannelView[];
  readonly members: readonly (NamedView & { readonly bot: boolean })[];
  readonly roles: readonly NamedView[];
  /** What Discord's client would offer this person here. */
  readonly commands: readonly APIApplicationCommand[];
}

/** A message as one person sees it. */
export interface MessageView {
  readonly message: APIMessage;
  /** What somebody did to get it, such as `/enroll`; null for what was posted. */
  readonly cause: string | null;
}

/** A sample photo that can be handed in instead of one's own. */
export interface SampleView {
  readonly name: string;
  readonly url: string;
}

/** Everything one person sees. */
export interface View {
  readonly me: NamedView;
  readonly personas: readonly PersonaView[];
  readonly servers: readonly ServerView[];
  /** The direct messages with Kith. */
  readonly direct: { readonly channelId: string; readonly commands: readonly APIApplicationCommand[] };
  readonly botId: string;
  /** By channel, oldest first. */
  readonly messages: Readonly<Record<string, readonly MessageView[]>>;
  readonly samples: readonly SampleView[];
  readonly guide: readonly GuideStep[];
  readonly traces: readonly Trace[];
}

export type StepName = 'enrol' | 'ask' | 'propose' | 'accept' | 'backfill' | 'withdraw' | 'vanish';

/** One step of the guided tour, and how to prepare for it. */
export interface GuideStep {
  readonly name: StepName;
  readonly done: boolean;
  /** Whom to be and where to go. */
  readonly personaId: string;
  readonly channelId: string;
  /** What to fill the composer with; null where a button of a message is to be used. */
  readonly command: {
    readonly path: string;
    readonly options: Readonly<Record<string, string>>;
    /** Options that take a sample photo, by name. */
    readonly samples: Readonly<Record<string, string>>;
  } | null;
}

/** What happened below a command: from when it was sent to the bot. All times in milliseconds from then. */
export interface Trace {
  readonly id: number;
  /** What was done, such as `/whois`. */
  readonly title: string;
  readonly by: string;
  readonly startedAt: string;
  /** When the first real answer came; null while it is awaited. */
  readonly answeredMs: number | null;
  readonly spans: readonly Span[];
  readonly looks: readonly Look[];
  readonly statements: readonly StatementUse[];
  readonly changes: readonly TableChange[];
}

export interface Span {
  readonly lane: 'Discord' | 'download' | 'vision' | 'database';
  readonly label: string;
  readonly startMs: number;
  readonly durationMs: number;
}

/** A picture in which Kith looked for faces. */
export interface Look {
  readonly photoUrl: string;
  readonly width: number;
  readonly height: number;
  readonly decodeMs: number;
  readonly analyseMs: number;
  readonly modelVersion: string;
  readonly faces: readonly SeenFace[];
}

export interface SeenFace {
  /** In pixels of the upright picture. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly score: number;
  readonly size: number;
  readonly sharpness: number;
}

/** A statement that Kith ran for its guild; the same one run several times is told once. */
export interface StatementUse {
  readonly name: string;
  readonly text: string;
  readonly runs: number;
  readonly totalMs: number;
  readonly rows: number;
  /** Whether it can be run again to see its plan: it only reads. */
  readonly explainable: boolean;
}

/** Rows of a table that came and went, values shortened to what can be read. */
export interface TableChange {
  readonly table: string;
  readonly added: readonly Row[];
  readonly removed: readonly Row[];
  readonly changed: readonly { readonly before: Row; readonly after: Row }[];
}

export type Row = Readonly<Record<string, string | null>>;

/** How near each face of a picture is to the people enrolled, and where Kith draws the lines. */
export interface Distances {
  readonly likely: number;
  readonly possible: number;
  /** By face, nearest first. */
  readonly faces: readonly (readonly { readonly name: string; readonly distance: number }[])[];
}

/** What the server tells of its own accord, over the event stream. */
export type StreamEvent =
  | { readonly type: 'view'; readonly view: View }
  | { readonly type: 'message'; readonly seen: MessageView }
  | { readonly type: 'gone'; readonly channelId: string; readonly messageId: string }
  | { readonly type: 'guide'; readonly guide: readonly GuideStep[] }
  | { readonly type: 'trace'; readonly trace: Trace };

/** How an action ended. */
export type Outcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'modal';
      readonly modalId: string;
      readonly modal: APIModalInteractionResponseCallbackData;
    }
  | { readonly kind: 'choices'; readonly choices: readonly APIApplicationCommandOptionChoice[] }
  /** What Discord's client would not do, or what the bot did not answer. */
  | { readonly kind: 'refused'; readonly reason: string };
