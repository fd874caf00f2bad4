import type { Texts } from '../en.ts';

export const common: Texts['common'] = {
  previous: 'Zurück',
  next: 'Weiter',
  cancel: 'Abbrechen',
  page: (page, pages) => `Seite ${page} von ${pages}`,
  nothingChanged: 'Es wurde nichts geändert.',
};
