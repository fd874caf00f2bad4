/** The address that bots connect to; sessions are told the same one to resume at. */
export function gatewayUrl(origin: string): string {
  return `${origin.replace('http', 'ws')}/gateway`;
}
