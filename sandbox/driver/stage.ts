import type { Gateway } from '../gateway/gateway.ts';
import type { World } from '../state/world.ts';

/** What every part of the driver works with. */
export interface Stage {
  readonly world: World;
  readonly gateway: Gateway;
  /** How long an acknowledged interaction may take to be answered, in milliseconds. */
  readonly replyTimeoutMs: number;
}
