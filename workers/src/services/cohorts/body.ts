import type { JsonObject } from "@edgewise/core/events/types.ts";
import * as z from "zod";
import { invalid } from "../../http/errors.ts";
import type { ListSource } from "./list-source.ts";

/** Forms send text: "true" is true, JSON is its value. */
const flag = z.union([z.boolean(), z.stringbool()]);
const object = z.record(z.string(), z.json());
const fromText = (value: unknown): unknown => {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

export const cohortBody = z.object({
  name: z.string().trim().min(1).max(400),
  description: z.string().max(10_000).nullish(),
  filters: z.preprocess(fromText, z.object({ properties: object }).nullish()),
  is_static: flag.optional(),
  deleted: flag.optional(),
  /** A static cohort is filled from one of these. */
  csv: z.string().optional(),
  query: z.preprocess(fromText, object.nullish()),
  _create_static_person_ids: z.preprocess(fromText, z.array(z.string()).max(10_000).nullish()),
});

export type CohortBody = z.output<typeof cohortBody>;

/** Where a body says the persons of a static cohort come from; null when it says nothing. */
export function listSourceOf(body: Partial<CohortBody>): ListSource | null {
  if (body.csv !== undefined && body.csv !== "") return { kind: "csv", text: body.csv };
  const ids = body._create_static_person_ids;
  if (ids && ids.length > 0) return { kind: "ids", by: "person_id", values: ids };
  return body.query ? { kind: "query", query: body.query as JsonObject } : null;
}

/** Refuses parts that don't go together. */
export function checkParts(body: Partial<CohortBody>, isStatic: boolean): void {
  if (isStatic && body.filters && Object.keys(body.filters.properties).length > 0) {
    throw invalid("filters", "A static cohort is a list: it has no filters.");
  }
  if (isStatic || !listSourceOf(body)) return;
  throw invalid("is_static", 'Only a static cohort is filled from a list: send "is_static": true.');
}
