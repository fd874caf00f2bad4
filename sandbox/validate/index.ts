/**
 * What Discord would answer to what a bot sends: pure functions over request bodies, each giving the JSON
 * body of the refusal, or null if Discord would take the request.
 *
 * Limits and wording are those of Discord's public documentation and of answers quoted in public. Where no
 * code of Discord's is known, one in its style stands (`BASE_TYPE_FORBIDDEN`, `COMPONENT_ID_DUPLICATED`,
 * `COMPONENT_OPTION_DEFAULTS_EXCEEDED`, `APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID`,
 * `APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID`): do not build on those.
 */
export { checkUploadSize, type RequestTooLarge } from './attachments.ts';
export { validateAutocomplete } from './autocomplete.ts';
export { validateCommands } from './commands.ts';
export { type MessageContext, validateMessage } from './message.ts';
export { validateModal } from './modal.ts';
export {
  type ErrorTree,
  type FieldError,
  type InvalidFormBody,
  nestErrors,
  type PlainRefusal,
  type Refusal,
} from './report.ts';
