import {
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { Snowflake } from '../../db/ids.ts';
import type { Overview } from '../../services/backfill/backfills.ts';
import type { Pace } from '../../services/backfill/pace.ts';
import type { BackfillStatus } from '../../services/backfill/status.ts';
import type { Texts } from '../../texts/texts.ts';
import { formatComponentId } from '../component-id.ts';
import type { ReplyMessage } from '../invocation.ts';
import { container, heading, separator, text } from '../layout.ts';
import { dateMarkup } from '../markup.ts';

/** Named in a report; of more only the number is told. */
const maximumChannels = 15;

/** Shown one by one in the overview. */
const maximumBackfills = 5;

const barLength = 12;

const channelMention = (channelId: Snowflake) => `<#${channelId}>`;

/** The message that shows how far a backfill is, and in the end what came of it. */
export function progressMessage(
  guildId: Snowflake,
  status: BackfillStatus,
  pace: Pace | null,
  texts: Texts,
): ReplyMessage {
  const { state } = status.backfill;
  const buttons = buttonsOf(status, texts);
  return {
    components: [
      container(state === 'done' ? 'good' : 'neutral', [
        heading(titleOf(guildId, status, texts)),
        text(bodyOf(status, pace, texts)),
        ...(buttons.length > 0
          ? [{ type: ComponentType.ActionRow, components: buttons } satisfies APIComponentInContainer]
          : []),
      ]),
    ],
  };
}

/** What is indexed, what is under way, and what comes. */
export function overviewReply(
  guildId: Snowflake,
  { backfills, indexed, schedule, seesContent, wouldHelpAgain }: Overview,
  paceOf: (status: BackfillStatus) => Pace | null,
  texts: Texts,
): ReplyMessage {
  const { backfill } = texts;
  const targets = indexed.map((id) => targetMarkup(guildId, id, texts));
  const general = [
    ...(seesContent ? [] : [backfill.noContent]),
    indexed.length === 0 ? backfill.nothing : backfill.indexed(targets.slice(0, maximumChannels)),
    ...(schedule === null
      ? []
      : [backfill.schedule(schedule.cron, schedule.timeZone, dateMarkup(schedule.nextAt))]),
    ...(wouldHelpAgain ? [backfill.againNews] : []),
  ];
  const parts = backfills
    .slice(0, maximumBackfills)
    .flatMap((status): APIComponentInContainer[] => [
      separator(),
      text(`**${titleOf(guildId, status, texts)}**\n${bodyOf(status, paceOf(status), texts)}`),
    ]);
  return {
    components: [
      container(seesContent ? 'neutral' : 'problem', [
        heading(backfill.statusTitle),
        text(general.join('\n')),
        ...parts,
      ]),
      ...(wouldHelpAgain ? [againButton(texts)] : []),
    ],
  };
}

/** Said to somebody who enrolled where nothing was kept of them before. */
export function againOffer(mayStart: boolean, texts: Texts): ReplyMessage {
  const { backfill } = texts;
  const words = mayStart ? backfill.againOffer : `${backfill.againOffer} ${backfill.againAsk}`;
  return { components: [container('neutral', [text(words)]), ...(mayStart ? [againButton(texts)] : [])] };
}

function againButton({ backfill }: Texts): APIMessageTopLevelComponent {
  return {
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.Button,
        style: ButtonStyle.Primary,
        label: backfill.again,
        custom_id: formatComponentId('backfill', 'again'),
      },
    ],
  };
}

function titleOf(
  guildId: Snowflake,
  { backfill: { state, targetId } }: BackfillStatus,
  texts: Texts,
): string {
  return texts.backfill.titles[state](targetMarkup(guildId, targetId, texts));
}

function targetMarkup(guildId: Snowflake, targetId: Snowflake, { backfill }: Texts): string {
  return targetId === guildId ? backfill.wholeServer : channelMention(targetId);
}

function bodyOf({ backfill: about, totals }: BackfillStatus, pace: Pace | null, { backfill }: Texts): string {
  const { state, startedAt, finishedAt } = about;
  if (state === 'preparing') return backfill.preparing;
  const isOver = state === 'done' || state === 'cancelled';
  const minutes = ((finishedAt ?? startedAt).getTime() - startedAt.getTime()) / 60_000;
  const speed =
    pace === null
      ? []
      : [
          [
            backfill.pace(pace.picturesPerSecond),
            ...(pace.secondsLeft === null ? [] : [backfill.left(pace.secondsLeft / 60)]),
          ].join(', '),
        ];
  return [
    ...(isOver ? [] : [bar(totals.share)]),
    [
      backfill.pictures(totals.pictures, totals.messages),
      backfill.channels(totals.channelsDone, totals.channels),
    ].join(' · '),
    ...(totals.known > 0 ? [backfill.known(totals.known)] : []),
    backfill.faces(totals.facesKept, totals.facesFound),
    ...(isOver && totals.facesKept < totals.facesFound ? [backfill.facesOfEnrolled] : []),
    ...(isOver ? [backfill.took(minutes)] : speed),
    ...problems(totals, backfill),
  ].join('\n');
}

/** What was skipped, by reason, and which channels could not be read. */
function problems({ skipped, failures }: BackfillStatus['totals'], backfill: Texts['backfill']): string[] {
  const reasons = Object.entries(skipped).sort(([, a], [, b]) => b - a);
  const total = reasons.reduce((sum, [, number]) => sum + number, 0);
  const unreadable = failures.filter(({ reason }) => reason === 'no-permission');
  const vanished = failures.length - unreadable.length;
  const named = unreadable.slice(0, maximumChannels).map(({ channelId }) => channelMention(channelId));
  return [
    ...(total > 0 ? [backfill.skipped(total, reasons)] : []),
    ...(named.length > 0 ? [backfill.unreadable(named, unreadable.length - named.length)] : []),
    ...(vanished > 0 ? [backfill.vanished(vanished)] : []),
  ];
}

function bar(share: number): string {
  const filled = Math.round(share * barLength);
  return `${'▰'.repeat(filled)}${'▱'.repeat(barLength - filled)} ${Math.floor(share * 100)} %`;
}

function buttonsOf(
  { backfill: { state, backfillId } }: BackfillStatus,
  { backfill }: Texts,
): APIButtonComponentWithCustomId[] {
  const button = (action: string, label: string, style: APIButtonComponentWithCustomId['style']) =>
    ({
      type: ComponentType.Button,
      style,
      label,
      custom_id: formatComponentId('backfill', action, backfillId),
    }) satisfies APIButtonComponentWithCustomId;
  switch (state) {
    case 'running':
      return [
        button('pause', backfill.pause, ButtonStyle.Secondary),
        button('cancel', backfill.cancel, ButtonStyle.Danger),
      ];
    case 'paused':
      return [
        button('resume', backfill.resume, ButtonStyle.Primary),
        button('cancel', backfill.cancel, ButtonStyle.Danger),
      ];
    default:
      return [];
  }
}
