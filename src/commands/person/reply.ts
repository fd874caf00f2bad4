import type { ListedPerson, MergedPerson } from '../../db/moderation-types.ts';
import type { Person } from '../../db/people-types.ts';
import type { VisiblePage } from '../../services/identification/visible-pictures.ts';
import type { PersonSheet } from '../../services/people/people.ts';
import type { Texts } from '../../texts/texts.ts';
import { formatComponentId } from '../component-id.ts';
import type { ReplyMessage } from '../invocation.ts';
import { button, container, heading, menu, pageButtons, pageLine, row, separator, text } from '../layout.ts';
import { dateMarkup, escapeMarkup, mention, personMarkup } from '../markup.ts';
import { pagesOf, showPictures } from '../pictures.ts';

export const peoplePerPage = 15;

/** A person's pictures that the asker may see. A shared reply has no pages: each reader may see other pictures. */
export function findReply(
  { person, pictures, total }: VisiblePage & { readonly person: Person },
  page: number,
  shared: boolean,
  texts: Texts,
): ReplyMessage {
  const { captions, components, files } = showPictures(person, pictures, texts);
  const lines = captions.map((caption) => `- ${caption}`);
  const body = [total === 0 ? texts.person.noPictures : texts.person.pictures(total), ...lines].join('\n');
  const pages = shared ? 1 : pagesOf(total);
  return {
    components: [
      container('good', [
        heading(texts.whois.picturesOf(personMarkup(person))),
        text(body),
        ...components,
        ...pageLine(page, pages, texts.common),
        ...pageButtons(
          page,
          pages,
          (to) => formatComponentId('person', 'find-page', `${person.personId}.${to}`),
          texts.common,
        ),
      ]),
    ],
    files,
  };
}

export function listReply(
  {
    people,
    count,
    page,
    pages,
  }: { people: readonly ListedPerson[]; count: number; page: number; pages: number },
  texts: Texts,
): ReplyMessage {
  const { person } = texts;
  const lines = people.map((one) =>
    person.listLine(personMarkup(one), one.photos, mention(one.createdBy), dateMarkup(one.createdAt)),
  );
  return {
    components: [
      container('neutral', [
        heading(person.listTitle(count)),
        text(lines.length === 0 ? person.listEmpty : lines.join('\n')),
        ...pageLine(page, pages, texts.common),
        ...pageButtons(
          page,
          pages,
          (to) => formatComponentId('person', 'list-page', String(to)),
          texts.common,
        ),
      ]),
    ],
  };
}

export function sheetReply(
  sheet: PersonSheet,
  { pictures, total }: VisiblePage,
  page: number,
  texts: Texts,
): ReplyMessage {
  const { person } = sheet;
  const { captions, components, files } = showPictures(person, pictures, texts);
  const pages = pagesOf(total);
  const options = pictures.map(({ kind, pictureId }, index) => ({
    label:
      kind === 'enrolment' ? texts.person.removeEnrolment(index + 1) : texts.person.removeIndexed(index + 1),
    value: pictureId,
  }));
  return {
    components: [
      container('neutral', [
        heading(personMarkup(person)),
        text(facts(sheet, texts).join('\n')),
        separator(),
        text(
          [...captions.map((caption, index) => `${index + 1}. ${caption}`), `-# ${texts.person.hidden}`].join(
            '\n',
          ),
        ),
        ...components,
        ...pageLine(page, pages, texts.common),
        ...(options.length === 0
          ? []
          : [
              row(
                menu(
                  formatComponentId('person', 'picture', person.personId),
                  texts.person.removeOne,
                  options,
                ),
              ),
            ]),
        ...pageButtons(
          page,
          pages,
          (to) => formatComponentId('person', 'show-page', `${person.personId}.${to}`),
          texts.common,
        ),
      ]),
    ],
    files,
  };
}

/** More of them would leave too little room for the pictures. */
const maximumMerged = 5;

function facts({ person, consent, counts, merged }: PersonSheet, texts: Texts): string[] {
  const hidden = merged.length - maximumMerged;
  return [
    texts.person.photos(counts.photos, counts.indexed),
    texts.person.enrolledBy(mention(person.createdBy), dateMarkup(person.createdAt)),
    consentLine(consent, texts),
    ...merged
      .slice(0, maximumMerged)
      .map(({ displayName, mergedBy, mergedAt }) =>
        texts.person.merged(escapeMarkup(displayName), mention(mergedBy), dateMarkup(mergedAt)),
      ),
    ...(hidden > 0 ? [texts.person.moreMerged(hidden)] : []),
  ];
}

function consentLine(consent: PersonSheet['consent'], { person }: Texts): string {
  if (consent === null) {
    return person.consentMissing;
  }
  const at = dateMarkup(consent.givenAt);
  return consent.kind === 'self'
    ? person.consentSelf(at, consent.textVersion)
    : person.consentAttested(mention(consent.givenBy), at, consent.textVersion);
}

export function renamedReply(before: string, after: string, { person }: Texts): ReplyMessage {
  const said = person.renamed(escapeMarkup(before), escapeMarkup(after));
  return { components: [container('good', [text(said)])] };
}

export function mergedReply({ from, into }: { from: Person; into: Person }, { person }: Texts): ReplyMessage {
  const said = person.mergedDone(escapeMarkup(from.displayName), personMarkup(into));
  return { components: [container('good', [heading(person.mergedTitle), text(said)])] };
}

export function unmergedReply({ displayName, into }: MergedPerson, { person }: Texts): ReplyMessage {
  const said = person.unmergedDone(escapeMarkup(displayName), escapeMarkup(into.displayName));
  return { components: [container('good', [heading(person.unmergedTitle), text(said)])] };
}

export function rejectedReply({ displayName }: Person, { whois }: Texts): ReplyMessage {
  const said = whois.notThisDone(escapeMarkup(displayName));
  return { components: [container('good', [heading(whois.notThisTitle), text(said)])] };
}

export function removeReply({ person, counts }: PersonSheet, texts: Texts): ReplyMessage {
  return confirmation(
    texts.person.removeTitle(escapeMarkup(person.displayName)),
    texts.person.removeWarning(counts.photos, counts.indexed),
    button(formatComponentId('person', 'remove', person.personId), texts.person.removeButton, 'danger'),
    texts,
  );
}

export function removePictureReply(person: Person, pictureId: string, texts: Texts): ReplyMessage {
  return confirmation(
    texts.person.pictureTitle,
    texts.person.pictureWarning(escapeMarkup(person.displayName)),
    button(
      formatComponentId('person', 'picture-remove', `${person.personId}.${pictureId}`),
      texts.person.pictureButton,
      'danger',
    ),
    texts,
  );
}

function confirmation(
  title: string,
  warning: string,
  yes: ReturnType<typeof button>,
  { common }: Texts,
): ReplyMessage {
  const no = button(formatComponentId('person', 'cancel'), common.cancel);
  return { components: [container('problem', [heading(title), text(warning), row(yes, no)])] };
}
