import type { APIComponentInContainer } from 'discord-api-types/v10';
import type { Identification, IdentifiedPerson } from '../../services/identification/identification.ts';
import type { VisiblePicture } from '../../services/identification/visible-pictures.ts';
import type { Texts } from '../../texts/texts.ts';
import type { ReplyFile, ReplyMessage } from '../invocation.ts';
import {
  container,
  gallery,
  heading,
  maximumComponents,
  maximumFiles,
  maximumTextLength,
  separator,
  text,
} from '../layout.ts';
import { dateMarkup, mention, personMarkup } from '../markup.ts';

/** One file is the marked photo; every other one may be the kept copy of an enrolment photo. */
export const pictureLimit = maximumFiles - 1;

/** A text and a gallery for each person. */
const componentsPerPerson = 2;

/** Container, heading, marked photo, lines, separator and the closing line. */
const frameComponents = 6;

const markedName = 'faces.webp';

/** The answer for every face of the photo, and the pictures of those recognised that fit into one message. */
export function whoisReply({ faces, people, marked }: Identification, texts: Texts): ReplyMessage {
  const { whois } = texts;
  const title = whois.title(people.length, faces.length);
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
  ];
  return {
    components: [container(people.length > 0 ? 'good' : 'neutral', components)],
    files: [
      { name: markedName, data: marked, description: markedAlt },
      ...sections.flatMap((section) => section.files),
    ],
  };
}

interface Section {
  readonly components: APIComponentInContainer[];
  readonly files: ReplyFile[];
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

function personSection(person: IdentifiedPerson, { whois }: Texts): Section & { readonly words: string } {
  const captions = person.pictures.map((picture) => `- ${caption(picture, whois)}`);
  const body = captions.length > 0 ? captions.join('\n') : whois.noPictures;
  const words = `${whois.picturesOf(personMarkup(person))}\n${body}`;
  const files: ReplyFile[] = [];
  const alt = whois.pictureAlt(person.displayName);
  const items = person.pictures.map((picture) => {
    if (picture.kind === 'posted') {
      return { url: picture.imageUrl, alt };
    }
    const name = `picture-${picture.pictureId}-${person.personId}.webp`;
    files.push({ name, data: picture.storedCopy, description: alt });
    return { url: `attachment://${name}`, alt };
  });
  return { words, components: [text(words), ...(items.length > 0 ? [gallery(items)] : [])], files };
}

function caption(picture: VisiblePicture, whois: Texts['whois']): string {
  const at = dateMarkup(picture.at);
  return picture.kind === 'enrolment'
    ? whois.enrolment(mention(picture.addedBy), at)
    : whois.posted(mention(picture.authorId), at, picture.jumpUrl);
}
