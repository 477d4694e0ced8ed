import { ApiError } from "../../../lib/api/error.ts";
import type { Flag } from "../types.ts";

type Post = <T>(path: string, body: object) => Promise<T>;

/** What can be done with several flags at once. */
export type BulkAction =
  | { readonly kind: "on" | "off" | "archive" }
  | { readonly kind: "delete" }
  | { readonly kind: "tag" | "untag"; readonly tag: string };

export interface BulkOutcome {
  readonly done: number;
  /** `key: why not`, one line a flag. */
  readonly refused: readonly string[];
}

interface Refusals {
  readonly errors?: readonly { readonly key: string; readonly reason: string }[];
  readonly skipped?: readonly { readonly id: number; readonly reason: string }[];
}

/** Does it flag by flag: one that refuses does not keep the others. */
export async function runBulk(
  post: Post,
  projectId: number,
  flags: readonly Pick<Flag, "id" | "key">[],
  action: BulkAction,
): Promise<BulkOutcome> {
  const base = `/api/projects/${projectId}/feature_flags`;
  const ids = flags.map(({ id }) => id);
  const keyOf = (id: number) => flags.find((flag) => flag.id === id)?.key ?? String(id);
  const told = ({ errors = [], skipped = [] }: Refusals): BulkOutcome => {
    const refused = [
      ...errors.map(({ key, reason }) => `${key}: ${reason}`),
      ...skipped.map(({ id, reason }) => `${keyOf(id)}: ${reason}`),
    ];
    return { done: flags.length - refused.length, refused };
  };
  switch (action.kind) {
    case "delete":
      return told(await post<Refusals>(`${base}/bulk_delete/`, { ids }));
    case "tag":
    case "untag":
      return told(
        await post<Refusals>(`${base}/bulk_update_tags/`, {
          ids,
          action: action.kind === "tag" ? "add" : "remove",
          tags: [action.tag],
        }),
      );
    default: {
      const verb = VERBS[action.kind];
      return await each(flags, ({ id }) => post(`${base}/${id}/${verb}/`, {}));
    }
  }
}

const VERBS = { on: "enable", off: "disable", archive: "archive" } as const;

async function each(
  flags: readonly Pick<Flag, "id" | "key">[],
  write: (flag: Pick<Flag, "id" | "key">) => Promise<unknown>,
): Promise<BulkOutcome> {
  const refused: string[] = [];
  for (const flag of flags) {
    try {
      await write(flag);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refused.push(`${flag.key}: ${error.message}`);
    }
  }
  return { done: flags.length - refused.length, refused };
}
