import { describe, expect, it } from "vitest";
import type { InsightContext } from "../insights/query-kind.ts";
import { prepareQuery } from "../insights/registry.ts";
import { type DashboardTemplate, fillTemplate, type TemplateTile } from "./template.ts";
import { DASHBOARD_TEMPLATES } from "./templates/index.ts";

const fail = () => ({ ok: false, error: { code: "syntax", message: "no parser" } }) as const;
const CONTEXT: InsightContext = {
  environmentId: 7,
  timezone: "UTC",
  weekStartDay: 1,
  hasPersonOverrides: false,
  now: Date.parse("2026-01-08T10:30:00Z"),
  testAccountFilters: [],
  parser: { parseSelect: fail, parseExpr: fail },
};

const overlap = (a: TemplateTile, b: TemplateTile): boolean => {
  const [one, two] = [a.layouts.sm, b.layouts.sm];
  return one.x < two.x + two.w && two.x < one.x + one.w && one.y < two.y + two.h && two.y < one.y + one.h;
};

describe.each(DASHBOARD_TEMPLATES.map((template) => [template.id, template] as const))(
  "%s",
  (_, template) => {
    const tiles = fillTemplate(template);

    it("has queries that run as they are", () => {
      for (const tile of tiles) {
        if (tile.type === "INSIGHT") expect(prepareQuery(tile.query, CONTEXT)).toMatchObject({ ok: true });
      }
    });

    it("names only variables that it has", () => {
      expect(JSON.stringify(tiles)).not.toMatch(/"\{[A-Z_]+\}"/);
    });

    it("puts every tile where no other stands, within 12 columns", () => {
      for (const [index, tile] of tiles.entries()) {
        expect(tile.layouts.sm.x + tile.layouts.sm.w).toBeLessThanOrEqual(12);
        for (const other of tiles.slice(index + 1))
          expect([tile, other, overlap(tile, other)]).toContain(false);
      }
    });
  },
);

it("has templates with names of their own", () => {
  expect(new Set(DASHBOARD_TEMPLATES.map(({ id }) => id)).size).toBe(DASHBOARD_TEMPLATES.length);
});

describe("fillTemplate", () => {
  const template = {
    variables: [{ id: "A", default: { id: "fallback" } }],
    tiles: [
      { type: "TEXT", body: "{A}" },
      { type: "INSIGHT", query: { series: [{ event: "{A}" }, { event: "x{A}" }], n: 1, z: null } },
    ],
  } as unknown as DashboardTemplate;
  it.each<[string, Record<string, string>, string]>([
    ["the chosen event", { A: "signed_up" }, "signed_up"],
    ["the default without a choice", {}, "fallback"],
    ["the default for an empty choice", { A: "" }, "fallback"],
    ["a name that looks like JSON", { A: '"}' }, '"}'],
  ])("%s", (_, chosen, event) => {
    expect(fillTemplate(template, chosen)).toEqual([
      { type: "TEXT", body: "{A}" },
      { type: "INSIGHT", query: { series: [{ event }, { event: "x{A}" }], n: 1, z: null } },
    ]);
  });
});
