import * as z from "zod";
import { invalid } from "../../../http/errors.ts";
import { FILTER_EXAMPLE, parseJsonList } from "../../../http/json-list.ts";
import { pageLinks, pageQuery } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { CLICKS, elementStats } from "../../../services/events/element-stats.ts";

const element = z.object({
  order: z.number().int(),
  tag_name: z.string().nullable(),
  attr_class: z.array(z.string()),
  text: z.string().nullable(),
  href: z.string().nullable(),
  attr_id: z.string().nullable(),
  nth_child: z.number().int().nullable(),
  nth_of_type: z.number().int().nullable(),
  attributes: z.record(z.string(), z.string()),
});
const stat = z.object({
  count: z.number().int(),
  hash: z.null(),
  type: z.string(),
  elements: z.array(element),
});

/** Repeated, as a JSON list, or with commas: programs send all three. */
function includedOf(given: readonly string[]): string[] {
  const names = given.flatMap((text) =>
    text.startsWith("[") ? parseJsonList("include", text, '["$autocapture"]').map(String) : text.split(","),
  );
  const odd = names.find((name) => !CLICKS.some((known) => known === name));
  if (odd !== undefined) {
    throw invalid("include", `"${odd}" is no click: use ${CLICKS.join(", ")}.`, "invalid_choice");
  }
  return names.length > 0 ? names : [...CLICKS];
}

export const ELEMENT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("elements/stats/"),
    access: { kind: "project", scope: "element:read" },
    summary: "How often which elements were clicked, the most clicked first",
    tag: "elements",
    query: pageQuery.extend({
      include: z.string().optional(),
      date_from: z.string().default("-7d"),
      date_to: z.string().optional(),
      properties: z.string().optional(),
      filter_test_accounts: z.string().optional(),
      data_attributes: z.string().optional(),
    }),
    response: z.object({
      results: z.array(stat),
      next: z.string().nullable(),
      previous: z.string().nullable(),
    }),
    async handler({ c, access, deps, query }) {
      const { stats, more } = await elementStats(
        access,
        {
          events: includedOf(c.req.queries("include") ?? []),
          after: query.date_from,
          before: query.date_to,
          properties: parseJsonList("properties", query.properties, FILTER_EXAMPLE),
          filterTestAccounts: query.filter_test_accounts === "true",
          attributes: query.data_attributes?.split(","),
          limit: query.limit,
          offset: query.offset,
        },
        deps,
        c.req.raw.signal,
      );
      return { results: stats.map((one) => ({ ...one, hash: null })), ...pageLinks(c, query, more) };
    },
  }),
];
