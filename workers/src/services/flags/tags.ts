import * as z from "zod";

const TAG_ACTIONS = {
  add: (own: readonly string[], tags: readonly string[]) => [...new Set([...own, ...tags])],
  remove: (own: readonly string[], tags: readonly string[]) => own.filter((tag) => !tags.includes(tag)),
  set: (_own: readonly string[], tags: readonly string[]) => [...new Set(tags)],
} as const;
type TagAction = keyof typeof TAG_ACTIONS;

const number = z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]);

/** Tags of several objects at once, flags and experiments alike. */
export const retagBody = z.object({
  ids: z.array(number).min(1).max(1000),
  action: z.enum(Object.keys(TAG_ACTIONS) as [TagAction, ...TagAction[]]),
  tags: z.array(z.string().trim().min(1).max(255)).max(100),
});
export type RetagBody = z.output<typeof retagBody>;

export const retagAnswer = z.object({
  updated: z.array(z.object({ id: z.number().int(), tags: z.array(z.string()) })),
  skipped: z.array(z.object({ id: z.number().int(), reason: z.string() })),
});

/** An object's tags after the action. */
export const retagged = (action: TagAction, own: readonly string[], tags: readonly string[]): string[] =>
  TAG_ACTIONS[action](own, tags);
