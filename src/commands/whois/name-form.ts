import { type APILabelComponent, ComponentType, TextInputStyle } from 'discord-api-types/v10';
import type { SearchResult } from '../../services/identification/search-results.ts';
import { maximumNameLength } from '../../services/names.ts';
import type { Texts } from '../../texts/texts.ts';
import type { ModalForm } from '../invocation.ts';

/** Asks which unknown face it is, where there are several, and who. */
export function nameForm({ faces }: SearchResult, isModerator: boolean, { whois, enroll }: Texts): ModalForm {
  const unknown = faces.filter(({ person }) => person === null);
  const member: APILabelComponent = {
    type: ComponentType.Label,
    label: whois.nameMember,
    description: whois.nameMemberHint,
    component: { type: ComponentType.UserSelect, custom_id: 'member', required: !isModerator },
  };
  const face: APILabelComponent = {
    type: ComponentType.Label,
    label: whois.nameFace,
    component: {
      type: ComponentType.StringSelect,
      custom_id: 'face',
      options: unknown.map(({ number }) => ({ label: enroll.face(number), value: String(number) })),
    },
  };
  const name: APILabelComponent = {
    type: ComponentType.Label,
    label: whois.nameOther,
    description: whois.nameOtherHint,
    component: {
      type: ComponentType.TextInput,
      custom_id: 'name',
      style: TextInputStyle.Short,
      max_length: maximumNameLength,
      required: false,
    },
  };
  return {
    title: whois.nameTitle,
    components: [...(unknown.length > 1 ? [face] : []), member, ...(isModerator ? [name] : [])],
  };
}

/** The face that was meant: the chosen one, or the only one that can be meant. */
export function namedFace({ faces }: SearchResult, chosen: string | undefined): number | undefined {
  const unknown = faces.filter(({ person }) => person === null).map(({ number }) => number);
  return unknown.length === 1 ? unknown[0] : unknown.find((number) => String(number) === chosen);
}
