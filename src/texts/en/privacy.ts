export const privacy = {
  title: (server: string) => `What I hold about you in ${server}`,
  nothing: 'Nothing: no face, no photo, no name.',
  nothingKnown: 'Nothing that I know to be yours: no face, no photo, no name.',
  name: (name: string) => `**Name:** ${name}`,
  consent: (at: string, version: number, current: boolean) =>
    `**Your consent:** given on ${at}, to version ${version} of the notice${current ? '' : '. The notice has changed since: I will ask you again before anything more is kept'}`,
  photos: (count: number) =>
    count === 1
      ? '**Enrolment photos:** one, as a smaller copy'
      : `**Enrolment photos:** ${count}, as smaller copies`,
  faces:
    '**Of each:** where the face is, and a numeric description of it that can find you, and could be turned back into a rough picture of a face',
  indexed: (count: number) =>
    count === 1
      ? '**Posted pictures you were found in:** one, as a link'
      : `**Posted pictures you were found in:** ${count}, as links`,
  posted: (count: number) =>
    count === 1
      ? '**Pictures you posted, with a face in them:** one, as a link'
      : `**Pictures you posted, with a face in them:** ${count}, as links`,
  merged: (name: string) => `**Also known here as:** ${name}`,
  proposal: (by: string, at: string, until: string) =>
    `**Waiting for you:** ${by} proposed on ${at} to enrol you with a photo. It is erased ${until} unless you agree.`,
  optedOut: '**You opted out:** nobody can enrol or propose you.',
  /** Where faces of everyone are kept. */
  strangers:
    '**Faces without a name:** this server keeps every face in its indexed pictures. Yours can be among them, also after you have withdrawn; I cannot tell which is yours. `/privacy opt-out` keeps the pictures that you post out of it; in those of others, a face goes when the message is deleted: ask them, or a moderator.',
  record: (days: number) =>
    `**Record:** what you and others did with me (ids and times, no names or pictures) is kept for ${days} days, so that misuse can be seen.`,
  rights:
    '`/privacy export` gives you all of it, `/privacy withdraw` erases it, `/privacy opt-out` keeps it that way.',

  exportTitle: 'Here is everything I hold about you',
  export: (photos: number, parts: number) =>
    `${photos === 0 ? 'No photo' : photos === 1 ? 'One photo' : `${photos} photos`} and a file \`kith.json\` that says what is what${parts === 1 ? '' : `, in ${parts} archives`}. Only you see this message; save it before you close it.`,
  exportPart: (part: number, parts: number) => `Archive ${part} of ${parts}`,

  withdrawTitle: 'Erase everything about you?',
  withdrawWarning: (photos: number, indexed: number, posted: number) =>
    `${photos === 1 ? 'One photo' : `${photos} photos`}, ${indexed === 1 ? 'one link to a picture of you' : `${indexed} links to pictures of you`}, ${posted === 1 ? 'one link to a picture you posted' : `${posted} links to pictures you posted`}, every description of your face, your name and your consent would be erased at once. This cannot be undone. Pictures posted in Discord stay there: they belong to whoever posted them.`,
  withdrawButton: 'Erase it all',
  withdrawnTitle: 'Erased',
  withdrawn:
    'No face, photo, name or link of yours is left here. `/privacy opt-out` makes sure that nobody proposes you again.',
  withdrawnAsFarAsKnown:
    'No photo, name or link of yours is left here, and no face that I knew to be yours. `/privacy opt-out` makes sure that nobody proposes you again.',

  optOutDone: 'Nobody can enrol or propose you here from now on. `/privacy opt-in` undoes it.',
  optOutHeld: 'What I already hold of you stays until you run `/privacy withdraw`.',
  optOutAlready: 'You had opted out already.',
  optInDone: 'You can be enrolled again. Nothing is kept until you agree to it.',
  optInAlready: 'You had not opted out.',

  chooseServer: 'Which server is it about?',
  choosePlaceholder: 'Choose a server',
  nowhere: 'I hold nothing about you in any server.',
  unknownServer: (id: string) => `Server ${id}`,
};
