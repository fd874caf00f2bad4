import { z } from 'zod';

const id = z.string().regex(/^\d{1,20}$/);
const file = z.object({ file: z.string() });
const inChannel = { channelId: id };
const onMessage = { ...inChannel, messageId: id };

/**
 * What a visitor does on the page. Files come beside it, as parts of the request, and are named by the part.
 */
export const actionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('post'), ...inChannel, text: z.string(), files: z.array(z.string()) }),
  z.object({ kind: z.literal('delete'), ...onMessage }),
  z.object({
    kind: z.literal('slash'),
    ...inChannel,
    path: z.string(),
    options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), file])),
  }),
  z.object({
    kind: z.literal('suggest'),
    ...inChannel,
    path: z.string(),
    /** What is filled in so far; the last one is being typed. */
    typed: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  z.object({ kind: z.literal('menu'), ...onMessage, command: z.string() }),
  z.object({ kind: z.literal('press'), ...onMessage, customId: z.string(), label: z.string() }),
  z.object({ kind: z.literal('select'), ...onMessage, customId: z.string(), values: z.array(z.string()) }),
  z.object({
    kind: z.literal('submit'),
    modalId: z.string(),
    fields: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
  }),
]);

export type Action = z.infer<typeof actionSchema>;
