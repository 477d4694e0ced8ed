import * as z from "zod";
import { and, constant, eq, field } from "../../sql/build.ts";
import { defineKind } from "../define-kind.ts";
import { optional } from "../nodes/schema.ts";
import type { QueryKind } from "../query-kind.ts";
import { DEFAULT_VALUES, MAX_VALUES, samplePropertiesOf, toSamples } from "./sample.ts";

const schema = z.looseObject({
  kind: z.literal("ActorsPropertyTaxonomyQuery"),
  properties: z
    .array(z.string())
    .min(1, "at least one property is needed")
    .max(200, "at most 200 properties"),
  groupTypeIndex: optional(z.int().min(0).max(4)),
  maxPropertyValues: optional(z.int().min(1).max(MAX_VALUES)),
});

const definition: QueryKind<z.output<typeof schema>> = {
  kind: "ActorsPropertyTaxonomyQuery",
  schema,
  compile({ properties, groupTypeIndex, maxPropertyValues }) {
    const group = groupTypeIndex !== undefined;
    return {
      ok: true,
      value: {
        run: "query",
        select: samplePropertiesOf({
          from: group ? "groups" : "persons",
          where: group ? eq(field("index"), constant(groupTypeIndex)) : and(),
          names: properties,
          values: maxPropertyValues ?? DEFAULT_VALUES,
        }),
        limits: { defaultRows: null, maxRows: 1000 },
        // In the order of the question: nobody says here which property an item is.
        shape(rows) {
          const found = new Map(toSamples(rows).map(({ property, ...sample }) => [property, sample]));
          const none = { sample_values: [], sample_count: 0 };
          return { results: properties.map((property) => found.get(property) ?? none) };
        },
      },
    };
  },
};

/** ActorsPropertyTaxonomyQuery (API.md 2.20): usual values of properties of persons or groups. */
export const actorsPropertyTaxonomyQuery = defineKind(definition);
