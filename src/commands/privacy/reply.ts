import { ComponentType } from 'discord-api-types/v10';
import { consentTextVersion } from '../../services/consent-text.ts';
import type { PrivacyExport, PrivacyStatus } from '../../services/privacy/privacy.ts';
import type { GuildSettings } from '../../services/settings/schema.ts';
import type { Texts } from '../../texts/texts.ts';
import { formatComponentId } from '../component-id.ts';
import { lookButton } from '../enroll/reply.ts';
import type { ReplyMessage } from '../invocation.ts';
import { button, container, heading, menu, row, sentence, text } from '../layout.ts';
import { dateMarkup, escapeMarkup, mention, relativeMarkup } from '../markup.ts';

/** As many servers as a menu takes. */
const maximumServers = 25;

export interface Server {
  readonly guildId: string;
  readonly name: string;
}

export function statusReply(
  { guildId, name }: Server,
  status: PrivacyStatus,
  { auditRetentionDays, indexingScope }: Pick<GuildSettings, 'auditRetentionDays' | 'indexingScope'>,
  texts: Texts,
): ReplyMessage {
  const { privacy } = texts;
  const { person, consent, counts, merged, proposal, optedOut, posted } = status;
  // What `/privacy` does not reach, because nobody knows whose it is.
  const keepsStrangers = indexingScope === 'everyone';
  const held =
    person === null
      ? [keepsStrangers ? privacy.nothingKnown : privacy.nothing]
      : [
          privacy.name(escapeMarkup(person.displayName)),
          ...(consent === null
            ? []
            : [
                privacy.consent(
                  dateMarkup(consent.givenAt),
                  consent.textVersion,
                  consent.textVersion === consentTextVersion,
                ),
              ]),
          privacy.photos(counts.photos),
          privacy.indexed(counts.indexed),
          privacy.faces,
          ...merged.map(({ displayName }) => privacy.merged(escapeMarkup(displayName))),
        ];
  const lines = [
    ...held,
    ...(posted === 0 ? [] : [privacy.posted(posted)]),
    ...(proposal === null
      ? []
      : [
          privacy.proposal(
            mention(proposal.proposedBy),
            dateMarkup(proposal.proposedAt),
            relativeMarkup(proposal.expiresAt),
          ),
        ]),
    ...(optedOut ? [privacy.optedOut] : []),
    ...(keepsStrangers ? [privacy.strangers] : []),
    privacy.record(auditRetentionDays),
    privacy.rights,
  ];
  return {
    components: [
      container('neutral', [
        heading(privacy.title(escapeMarkup(name))),
        text(lines.join('\n')),
        ...(proposal === null ? [] : [lookButton({ guildId, proposalId: proposal.proposalId }, texts)]),
      ]),
    ],
  };
}

/** One message an archive: Discord limits the size of each. */
export function exportReplies({ parts, photos }: PrivacyExport, { privacy }: Texts): ReplyMessage[] {
  return parts.map((data, index) => {
    const name = parts.length === 1 ? 'kith.zip' : `kith-${index + 1}.zip`;
    const [title, body] =
      index === 0
        ? [heading(privacy.exportTitle), [text(privacy.export(photos, parts.length))]]
        : [text(privacy.exportPart(index + 1, parts.length)), []];
    return {
      components: [
        container('good', [
          title,
          ...body,
          { type: ComponentType.File, file: { url: `attachment://${name}` } },
        ]),
      ],
      files: [{ name, data }],
    };
  });
}

export function withdrawReply(
  guildId: string,
  { counts, posted }: PrivacyStatus,
  texts: Texts,
): ReplyMessage {
  const { privacy, common } = texts;
  return {
    components: [
      container('problem', [
        heading(privacy.withdrawTitle),
        text(privacy.withdrawWarning(counts.photos, counts.indexed, posted)),
        row(
          button(formatComponentId('privacy', 'withdraw', guildId), privacy.withdrawButton, 'danger'),
          button(formatComponentId('privacy', 'cancel'), common.cancel),
        ),
      ]),
    ],
  };
}

export function withdrawnReply(
  { indexingScope }: Pick<GuildSettings, 'indexingScope'>,
  { privacy }: Texts,
): ReplyMessage {
  const said =
    indexingScope === 'everyone'
      ? `${privacy.withdrawnAsFarAsKnown}\n${privacy.strangers}`
      : privacy.withdrawn;
  return { components: [container('good', [heading(privacy.withdrawnTitle), text(said)])] };
}

export function optOutReply(
  { held, already }: { readonly held: boolean; readonly already: boolean },
  { privacy }: Texts,
): ReplyMessage {
  const said = already ? privacy.optOutAlready : privacy.optOutDone;
  return sentence('good', held ? `${said} ${privacy.optOutHeld}` : said);
}

export function optInReply(changed: boolean, { privacy }: Texts): ReplyMessage {
  return sentence('good', changed ? privacy.optInDone : privacy.optInAlready);
}

/** In direct messages: which of the servers that hold something of the asker. */
export function chooseServerReply(
  action: string,
  servers: readonly Server[],
  { privacy }: Texts,
): ReplyMessage {
  if (servers.length === 0) {
    return sentence('neutral', privacy.nowhere);
  }
  const options = servers
    .slice(0, maximumServers)
    .map(({ guildId, name }) => ({ label: name, value: guildId }));
  return {
    components: [
      container('neutral', [
        heading(privacy.chooseServer),
        row(menu(formatComponentId('privacy', 'server', action), privacy.choosePlaceholder, options)),
      ]),
    ],
  };
}
