import { describeFilter, isComplete } from "../filters/filter.ts";
import { sqlString } from "../taxonomy/sql-string.ts";
import type { Matching, Step } from "./types.ts";

const AUTOCAPTURE = "$autocapture";
const OPERATOR: Readonly<Record<Matching, string>> = {
  exact: "exact",
  contains: "icontains",
  regex: "regex",
};
const PHRASE: Readonly<Record<Matching, string>> = { exact: "is", contains: "contains", regex: "matches" };

/** True when a step asks nothing at all: it would match every event. */
export function isBlank(step: Step): boolean {
  return !step.event && !step.url && !step.properties.some(isComplete);
}

/** A step as it is saved: without half-typed filters and without element parts that its event has no use for. */
export function toSaved(step: Step): Step {
  const properties = step.properties.filter(isComplete);
  if (step.event === AUTOCAPTURE) return { ...step, properties };
  const none = {
    selector: null,
    tag_name: null,
    text: null,
    text_matching: null,
    href: null,
    href_matching: null,
  };
  return { ...step, ...none, properties };
}

/** One line for people: `Autocapture where text contains Sign up, on URLs that contain /pricing`. */
export function describeStep(step: Step): string {
  const element = step.event === AUTOCAPTURE;
  const parts = [
    element && step.text && `text ${PHRASE[step.text_matching ?? "exact"]} “${step.text}”`,
    element && step.href && `link ${PHRASE[step.href_matching ?? "exact"]} ${step.href}`,
    element && step.selector && `element is ${step.selector}`,
    element && step.tag_name && `tag is ${step.tag_name}`,
    step.url && `URL ${PHRASE[step.url_matching ?? "contains"]} ${step.url}`,
    ...step.properties.filter(isComplete).map(describeFilter),
  ].filter(Boolean);
  const name = step.event === AUTOCAPTURE ? "Autocapture" : (step.event ?? "Any event");
  return parts.length === 0 ? name : `${name} where ${parts.join(" and ")}`;
}

/**
 * The newest events that these steps match, as an EventsQuery: a draft needn't be saved to be tried. Says the same as
 * the API's own reading of an action (API.md 3.3).
 */
export function previewQuery(steps: readonly Step[]): Readonly<Record<string, unknown>> {
  const values = steps.map(toSaved).map((step) => ({ type: "AND", values: conditionsOf(step) }));
  return {
    kind: "EventsQuery",
    select: ["*", "person_display_name"],
    orderBy: ["timestamp DESC"],
    after: "-30d",
    limit: 20,
    properties: { type: "OR", values },
  };
}

function conditionsOf(step: Step): unknown[] {
  const element = (key: string, value: string | null, matching: Matching | null) =>
    step.event === AUTOCAPTURE && value
      ? [{ type: "element", key, value, operator: OPERATOR[matching ?? "exact"] }]
      : [];
  return [
    ...(step.event ? [sql(`event = ${sqlString(step.event)}`)] : []),
    ...(step.url ? [urlCondition(step.url, step.url_matching ?? "contains")] : []),
    ...element("selector", step.selector, null),
    ...element("tag_name", step.tag_name, null),
    ...element("text", step.text, step.text_matching),
    ...element("href", step.href, step.href_matching),
    ...step.properties,
  ];
}

const sql = (key: string) => ({ type: "hogql", key, value: null });

function urlCondition(url: string, matching: Matching): unknown {
  if (matching === "contains") return sql(`properties.$current_url like ${sqlString(`%${url}%`)}`);
  return { type: "event", key: "$current_url", operator: OPERATOR[matching], value: url };
}
