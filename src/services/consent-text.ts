/**
 * Version of the notice in `src/texts` that members accept. Raise it whenever the meaning of that text changes
 * in any language: everyone is then asked again before anything more of theirs is kept.
 */
export const consentTextVersion = 3;
