/** What Discord's client would not let a person do: the command is hidden, the button greyed out, … */
export class ClientRefusal extends Error {
  override readonly name = 'ClientRefusal';
}
