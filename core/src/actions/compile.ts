import type { JsonValue } from "../events/types.ts";
import type { Expr } from "../sql/ast.ts";
import { and, compare, constant, eq, field, list, or } from "../sql/build.ts";
import type { FilterError } from "../sql/filter/error.ts";
import { type FilterContext, propertyFiltersToExpr } from "../sql/property-filter.ts";
import type { Result } from "../sql/result.ts";
import type { ActionDefinition, ActionStep, StringMatching } from "./action.ts";

const AUTOCAPTURE = "$autocapture";
const OPERATOR: Readonly<Record<StringMatching, string>> = {
  exact: "exact",
  contains: "icontains",
  regex: "regex",
};

/**
 * Which events an action is, as a condition over `events`: any of its steps, each of which is all of its parts
 * (API.md 3.3). An action without steps is never done.
 */
export function actionCondition(action: ActionDefinition, context: FilterContext): Result<Expr, FilterError> {
  const steps: Expr[] = [];
  for (const step of action.steps) {
    const filters = propertyFiltersToExpr([...elementFilters(step), ...(step.properties ?? [])], context);
    if (!filters.ok) {
      const message = `Action "${action.name}": ${filters.error.message}`;
      return { ok: false, error: { ...filters.error, message } };
    }
    steps.push(and(...eventIs(step), ...urlMatches(step), filters.value));
  }
  return { ok: true, value: and(...oneOf(actionEvents(action)), or(...steps)) };
}

/** Names of the events that an action can be; undefined when it can be any. */
export function actionEvents({ steps }: ActionDefinition): readonly string[] | undefined {
  const names = steps.map(({ event }) => event || undefined);
  return names.every((name) => name !== undefined) ? [...new Set(names)] : undefined;
}

/** Names before a choice of conditions, so that the engine needs not look into each to know what to read. */
export function oneOf(names: readonly string[] | undefined): Expr[] {
  return names && names.length > 1 ? [compare(field("event"), "in", list(names))] : [];
}

const eventIs = ({ event }: ActionStep): Expr[] => (event ? [eq(field("event"), constant(event))] : []);

function urlMatches({ url, url_matching }: ActionStep): Expr[] {
  if (!url) return [];
  const current = field("properties", "$current_url");
  if (url_matching === "exact") return [eq(current, constant(url))];
  if (url_matching === "regex") return [compare(current, "=~", constant(url))];
  return [compare(current, "like", constant(`%${url}%`))];
}

/** What a step says about the clicked element, as filters of type `element`. */
function elementFilters({ event, selector, tag_name, text, text_matching, href, href_matching }: ActionStep) {
  if (event !== AUTOCAPTURE) return [];
  const filter = (
    key: string,
    value: string | null | undefined,
    matching?: StringMatching | null,
  ): JsonValue[] => (value ? [{ type: "element", key, value, operator: OPERATOR[matching ?? "exact"] }] : []);
  return [
    ...filter("selector", selector),
    ...filter("tag_name", tag_name),
    ...filter("text", text, text_matching),
    ...filter("href", href, href_matching),
  ];
}
