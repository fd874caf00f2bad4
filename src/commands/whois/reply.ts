import type { APIComponentInContainer } from 'discord-api-types/v10';
import type { Identification, IdentifiedPerson } from '../../services/identification/identification.ts';
import type { Texts } from '../../texts/texts.ts';
import { formatComponentId } from '../component-id.ts';
import type { ReplyFile, ReplyMessage } from '../invocation.ts';
import {
  button,
  container,
  gallery,
  heading,
  maximumComponents,
  maximumFiles,
  maximumTextLength,
  menu,
  row,
  separator,
  text,
} from '../layout.ts';
import { personMarkup } from '../markup.ts';
import { showPictures } from '../pictures.ts';
import { whereElseButton, whereElseMenu } from './where-else.ts';

/** One file is the marked photo; every other one may be the kept copy of an enrolment photo. */
export const pictureLimit = maximumFiles - 1;

/** A text and a gallery for each person. */
const componentsPerPerson = 2;

/** Container, heading, marked photo, lines, separator, the closing line, and three rows: two menus and a button. */
const frameComponents = 12;

const markedName = 'faces.webp';

export interface Reader {
  readonly id: string;
  readonly isModerator: boolean;
}

/** Which of a message's pictures a reply is about. */
export interface PlaceInMessage {
  readonly number: number;
  readonly count: number;
}

/** The answer for every face of the photo, and the pictures of those recognised that fit into one message. */
export function whoisReply(
  identification: Identification,
  reader: Reader,
  texts: Texts,
  place?: PlaceInMessage,
): ReplyMessage {
  const { faces, people, marked } = identification;
  const { whois } = texts;
  const answer = whois.title(people.length, faces.length);
  const title =
    place === undefined || place.count === 1
      ? answer
      : `${whois.picture(place.number, place.count)}: ${answer}`;
  const markedAlt = whois.markedAlt(people.length, faces.length);
  const lines = faces
    .map(({ number, person, band }) =>
      whois.line(number, person === null ? whois.nobody : personMarkup(person), whois.bands[band]),
    )
    .join('\n');
  const advice = people.length === 0 ? [text(whois.advice)] : [];

  const roomForText = maximumTextLength - title.length - lines.length - whois.advice.length;
  const sections = sectionsThatFit(people, roomForText, texts);
  const omitted = people.length - sections.length;
  const components: APIComponentInContainer[] = [
    heading(title),
    gallery([{ url: `attachment://${markedName}`, alt: markedAlt }]),
    text(lines),
    ...(sections.length > 0 ? [separator()] : advice),
    ...sections.flatMap((section) => section.components),
    ...(omitted > 0 && sections.length > 0 ? [text(whois.more(omitted))] : []),
    ...whatNext(identification, reader, texts),
  ];
  return {
    components: [container(people.length > 0 ? 'good' : 'neutral', components)],
    files: [
      { name: markedName, data: marked, description: markedAlt },
      ...sections.flatMap((section) => section.files),
    ],
  };
}

/**
 * Says who it is, or who it is not, or where else they are. In a shared reply nobody can: it belongs to everyone who
 * reads it.
 */
function whatNext(
  { faces, token, whereElse }: Identification,
  reader: Reader,
  texts: Texts,
): APIComponentInContainer[] {
  const { whois } = texts;
  if (token === null) {
    return [];
  }
  const corrections = faces.flatMap(({ number, person }) =>
    person !== null && (reader.isModerator || person.memberId === reader.id)
      ? [{ label: whois.notThisOption(number, person.displayName), value: String(number) }]
      : [],
  );
  const unknown = faces.filter(({ person }) => person === null).map(({ number }) => number);
  const [first, ...others] = whereElse ? unknown : [];
  return [
    ...(corrections.length > 0
      ? [row(menu(formatComponentId('whois', 'not', token), whois.notThis, corrections))]
      : []),
    ...(first !== undefined && others.length > 0 ? [row(whereElseMenu(token, unknown, texts))] : []),
    ...(unknown.length === 0
      ? []
      : [
          row(
            button(formatComponentId('whois', 'name', token), whois.name),
            ...(first !== undefined && others.length === 0 ? [whereElseButton(token, first, texts)] : []),
          ),
        ]),
  ];
}

interface Section {
  readonly components: readonly APIComponentInContainer[];
  readonly files: readonly ReplyFile[];
}

function sectionsThatFit(people: readonly IdentifiedPerson[], roomForText: number, texts: Texts): Section[] {
  const sections: Section[] = [];
  let textLeft = roomForText;
  for (const person of people.slice(
    0,
    Math.floor((maximumComponents - frameComponents) / componentsPerPerson),
  )) {
    const section = personSection(person, texts);
    textLeft -= section.words.length;
    if (textLeft < 0) {
      break;
    }
    sections.push(section);
  }
  return sections;
}

function personSection(person: IdentifiedPerson, texts: Texts): Section & { readonly words: string } {
  const { whois } = texts;
  const { captions, components, files } = showPictures(person, person.pictures, texts);
  const hidden = person.total - person.pictures.length;
  const lines = [
    ...captions.map((caption) => `- ${caption}`),
    ...(hidden > 0 ? [whois.morePictures(hidden)] : []),
  ];
  const body = lines.length > 0 ? lines.join('\n') : whois.noPictures;
  const words = `${whois.picturesOf(personMarkup(person))}\n${body}`;
  return { words, components: [text(words), ...components], files };
}
