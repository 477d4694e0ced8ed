import * as z from "zod";
import type { ApiContext } from "./types.ts";

const whole = (fallback: number, min: number, max: number) =>
  z.coerce
    .number()
    .int()
    .min(min)
    .transform((value) => Math.min(value, max))
    .catch(fallback)
    .optional()
    .default(fallback);

/** `limit` (default 100) and `offset`; nonsense falls back to the default. */
export const pageQuery = z.object({
  limit: whole(100, 1, 1000),
  offset: whole(0, 0, Number.MAX_SAFE_INTEGER),
});

export interface PageRequest {
  readonly limit: number;
  readonly offset: number;
}

export interface Page<T> {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly results: readonly T[];
}

/** A list answer with absolute links to its neighbours, made from the URL that was asked. */
export function pageOf<T>(
  c: ApiContext,
  request: PageRequest,
  total: number,
  results: readonly T[],
): Page<T> {
  return { count: total, ...pageLinks(c, request, request.offset + request.limit < total), results };
}

/** The links alone, for lists that are not counted. */
export function pageLinks(c: ApiContext, { limit, offset }: PageRequest, more: boolean) {
  return {
    next: more ? linkTo(c, limit, offset + limit) : null,
    previous: offset > 0 ? linkTo(c, limit, Math.max(0, offset - limit)) : null,
  };
}

function linkTo(c: ApiContext, limit: number, offset: number): string {
  const asked = new URL(c.req.url);
  const url = new URL(asked.pathname + asked.search, c.get("deps").config.edgeUrl);
  url.searchParams.set("limit", String(limit));
  url.searchParams.set("offset", String(offset));
  url.searchParams.delete("personal_api_key");
  return url.toString();
}

/** The schema of {@link Page} for the API description. */
export const pageSchema = <T extends z.ZodType>(item: T) =>
  z.object({
    count: z.number().int(),
    next: z.string().nullable(),
    previous: z.string().nullable(),
    results: z.array(item),
  });
