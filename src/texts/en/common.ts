export const common = {
  previous: 'Previous',
  next: 'Next',
  cancel: 'Cancel',
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  nothingChanged: 'Nothing was changed.',
};
