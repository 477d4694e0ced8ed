import * as z from "zod";
import { and, compare, constant, eq, field } from "../../sql/build.ts";
import { defineKind } from "../define-kind.ts";
import { insightError } from "../error.ts";
import { doneAction } from "../events-query/compile.ts";
import { optional } from "../nodes/schema.ts";
import type { QueryKind } from "../query-kind.ts";
import {
  DEFAULT_VALUES,
  daysBack,
  MAX_VALUES,
  samplePropertiesOf,
  TAXONOMY_DAYS,
  toSamples,
} from "./sample.ts";

const schema = z.looseObject({
  kind: z.literal("EventTaxonomyQuery"),
  event: optional(z.string()),
  actionId: optional(z.int()),
  properties: optional(z.array(z.string()).max(200, "at most 200 properties")),
  maxPropertyValues: optional(z.int().min(1).max(MAX_VALUES)),
});

const definition: QueryKind<z.output<typeof schema>> = {
  kind: "EventTaxonomyQuery",
  schema,
  compile({ event, actionId, properties, maxPropertyValues }, context) {
    if (event === undefined && actionId === undefined)
      return insightError('Name an "event" or an "actionId".', "query__event", "required");
    const action = actionId === undefined ? undefined : doneAction(actionId, "query__actionId", context);
    if (action && !action.ok) return action;
    const where = and(
      ...(event === undefined ? [] : [eq(field("event"), constant(event))]),
      ...(action ? [action.value] : []),
      compare(field("timestamp"), ">=", daysBack(context, TAXONOMY_DAYS)),
    );
    return {
      ok: true,
      value: {
        run: "query",
        select: samplePropertiesOf({
          from: "events",
          where,
          names: properties,
          values: maxPropertyValues ?? DEFAULT_VALUES,
        }),
        limits: { defaultRows: null, maxRows: 1000 },
        shape: (rows) => ({ results: toSamples(rows) }),
      },
    };
  },
};

/** EventTaxonomyQuery (API.md 2.20): the properties that come with an event or action, with usual values. */
export const eventTaxonomyQuery = defineKind(definition);
