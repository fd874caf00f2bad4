import type { APIButtonComponentWithCustomId, APIStringSelectComponent } from 'discord-api-types/v10';
import type { FoundElsewhere } from '../../services/identification/where-else.ts';
import { type Texts, textsFor } from '../../texts/texts.ts';
import type { ComponentHandler } from '../command.ts';
import { formatComponentId } from '../component-id.ts';
import type { ComponentValues, Invocation, ReplyMessage } from '../invocation.ts';
import { button, container, gallery, heading, menu, pageButtons, pageLine, text } from '../layout.ts';
import { caption, pagesOf, picturesPerPage } from '../pictures.ts';
import type { Services } from '../services.ts';

/** For the only unknown face of a photo. */
export function whereElseButton(
  token: string,
  faceNumber: number,
  { whois }: Texts,
): APIButtonComponentWithCustomId {
  return button(pageId('where-else', token, faceNumber, 1), whois.whereElse);
}

/** For several. */
export function whereElseMenu(
  token: string,
  faceNumbers: readonly number[],
  { whois, enroll }: Texts,
): APIStringSelectComponent {
  const options = faceNumbers.map((number) => ({
    label: enroll.face(number),
    value: `${number}`,
  }));
  return menu(formatComponentId('whois', 'where-else', token), whois.whereElseMenu, options);
}

const pageId = (action: 'where-else' | 'where-else-page', token: string, face: number, page: number) =>
  formatComponentId('whois', action, `${token}.${face}.${page}`);

/** A page of pictures that may show the same stranger. */
export function whereElseReply(
  { pictures, total, page }: FoundElsewhere,
  { token, faceNumber }: { readonly token: string; readonly faceNumber: number },
  texts: Texts,
): ReplyMessage {
  const { whois, common, person } = texts;
  const pages = pagesOf(total);
  const lines = pictures.map((picture) => `- **${whois.bands[picture.band]}** · ${caption(picture, whois)}`);
  const items = pictures.map(({ imageUrl, band }) => ({
    url: imageUrl,
    alt: whois.whereElseAlt(faceNumber, whois.bands[band]),
  }));
  return {
    components: [
      container(total === 0 ? 'neutral' : 'good', [
        heading(whois.whereElseTitle(faceNumber)),
        text([total === 0 ? whois.whereElseNone : person.pictures(total), ...lines].join('\n')),
        ...(items.length === 0 ? [] : [gallery(items)]),
        ...pageLine(page, pages, common),
        ...pageButtons(page, pages, (to) => pageId('where-else-page', token, faceNumber, to), common),
        text(`-# ${whois.whereElseNote}`),
      ]),
    ],
  };
}

async function show(
  { argument, values, guildId, channelId, actor, locale, editReply }: Invocation & ComponentValues,
  { results, whereElse }: Services,
): Promise<void> {
  const [token = '', face = values[0], page = 1] = argument.split('.');
  const faceNumber = Number(face);
  const found = await whereElse.find({
    asker: { channelId, memberId: actor.id },
    result: results.look(token, actor.id, guildId),
    faceNumber,
    page: Number(page) || 1,
    size: picturesPerPage,
  });
  await editReply(whereElseReply(found, { token, faceNumber }, textsFor(locale)));
}

/** It is a search like any other: for those who may search, as often as they may. */
const search = { who: 'searchers', limit: 'search', run: show } as const;

export const whereElseComponents = {
  'where-else': { ...search, reply: 'private' },
  'where-else-page': { ...search, reply: 'update' },
} as const satisfies Record<string, ComponentHandler>;
