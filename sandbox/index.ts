export { ClientRefusal } from './driver/client-refusal.ts';
export { picture } from './driver/picture.ts';
export type { Reply } from './driver/reply.ts';
export { Sandbox } from './driver/sandbox.ts';
export { WaitTimeout } from './driver/waiting.ts';
