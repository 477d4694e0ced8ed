import type { JsonObject } from "@edgewise/core/events/types.ts";
import { compileMask, type MaskingRule } from "@edgewise/core/privacy/masking.ts";
import { asc, call, compare, desc, field, instant, select } from "@edgewise/core/sql/build.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { readRows } from "../warehouse/read.ts";
import { checkRules } from "./change.ts";

const EVENTS = 1_000;
const EXAMPLES = 5;
const DAYS_MS = 7 * 86_400_000;

export interface MaskingPreview {
  readonly events: number;
  readonly masked: number;
  readonly values: number;
  /** Distinct IDs that look like e-mail addresses: rules leave them alone. */
  readonly telling_ids: number;
  readonly examples: readonly {
    readonly event: string;
    readonly before: JsonObject;
    readonly after: JsonObject;
  }[];
}

/** What rules would have done to the newest events. */
export async function previewMasking(
  access: ProjectAccess,
  rules: readonly MaskingRule[],
  deps: RegionDeps,
): Promise<MaskingPreview> {
  checkRules(rules);
  const rows = await readRows(
    access,
    select({
      select: [field("event"), field("properties"), field("distinct_id"), call("toString", field("uuid"))],
      from: "events",
      where: compare(field("timestamp"), ">=", instant(deps.now().getTime() - DAYS_MS)),
      orderBy: [desc(field("timestamp")), asc(field("uuid"))],
      limit: EVENTS,
    }),
    deps,
  );
  const mask = compileMask(rules, "preview");
  const examples: MaskingPreview["examples"][number][] = [];
  let [masked, values, telling] = [0, 0, 0];
  for (const [name, text, distinctId] of rows) {
    if (String(distinctId).includes("@")) telling++;
    const before = JSON.parse(String(text)) as JsonObject;
    const event = { event: String(name), properties: structuredClone(before) };
    const count = mask?.(event) ?? 0;
    if (count === 0) continue;
    masked++;
    values += count;
    if (examples.length < EXAMPLES)
      examples.push({ event: event.event, ...differing(before, event.properties) });
  }
  return { events: rows.length, masked, values, telling_ids: telling, examples };
}

function differing(before: JsonObject, after: JsonObject) {
  const names = Object.keys(before).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const pick = (from: JsonObject) =>
    Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]!]));
  return { before: pick(before), after: pick(after) };
}
