import type { UserRow } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import { isoMicros } from "../../../http/time.ts";
import type { Description } from "../../../services/definitions/describe.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

/** What people say about an event or property, as both resources show it. */
export const describedFields = {
  description: z.string(),
  tags: z.array(z.string()),
  verified: z.boolean(),
  verified_at: z.string().nullable(),
  verified_by: userBasic.nullable(),
  hidden: z.boolean(),
  created_by: userBasic.nullable(),
  updated_at: z.string().nullable(),
  updated_by: userBasic.nullable(),
};

/** What both take. */
export const describedBody = {
  description: z.string().max(10_000).nullish(),
  tags: z.array(z.string().trim().min(1).max(255)).max(100).optional(),
  verified: z.boolean().optional(),
  hidden: z.boolean().optional(),
};

const timeOrNull = (time: Date | null): string | null => (time === null ? null : isoMicros(time));

export function presentDescription(row: Description, users: ReadonlyMap<string, UserRow>) {
  // Nobody has written about it when creation and change are one.
  const touched = row.updatedBy !== null || row.updatedAt.getTime() !== row.createdAt.getTime();
  return {
    description: row.description,
    tags: row.tags,
    verified: row.verified,
    verified_at: timeOrNull(row.verifiedAt),
    verified_by: presentAuthor(row.verifiedBy, users),
    hidden: row.hidden,
    created_by: presentAuthor(row.createdBy, users),
    updated_at: touched ? isoMicros(row.updatedAt) : null,
    updated_by: presentAuthor(row.updatedBy, users),
  };
}

export const authorsOf = (rows: readonly Description[]): (string | null)[] =>
  rows.flatMap((row) => [row.createdBy, row.updatedBy, row.verifiedBy]);

/** A JSON list of texts in the query string, e.g. `["$pageview"]`; also plain names between commas. */
export const nameList = z.string().transform((text, context): string[] => {
  if (!text.trim().startsWith("["))
    return text
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean);
  try {
    return z.array(z.string()).parse(JSON.parse(text));
  } catch {
    context.addIssue("This must be a JSON list of names.");
    return z.NEVER;
  }
});

export const truth = z.enum(["true", "false"]).optional().catch(undefined);

/** The filters that both lists share. */
export interface DescriptionFilter {
  readonly search?: string | undefined;
  readonly verified?: "true" | "false" | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly exclude_hidden?: "true" | "false" | undefined;
}

export function fitsDescription(
  row: Description & { readonly name: string },
  { search, verified, tags, exclude_hidden: excludeHidden }: DescriptionFilter,
): boolean {
  const words = (search ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const name = row.name.toLowerCase();
  return (
    words.every((word) => name.includes(word)) &&
    (verified === undefined || row.verified === (verified === "true")) &&
    (!tags?.length || tags.some((tag) => row.tags.includes(tag))) &&
    !(excludeHidden === "true" && row.hidden)
  );
}
