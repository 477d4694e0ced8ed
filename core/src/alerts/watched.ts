import type { JsonObject, JsonValue } from "../events/types.ts";
import { objectOf, objectsOf } from "../insights/answers/json.ts";
import { type Reading, readSeries } from "../insights/answers/series.ts";
import type { AlertConfig, Watched } from "./types.ts";

export type Read =
  | { readonly ok: true; readonly value: readonly Watched[] }
  | { readonly ok: false; readonly error: string };

const fail = (error: string): Read => ({ ok: false, error });

/** The values that an alert watches, out of the answer of its insight's query (without display nodes). */
export function watchedOf(
  query: JsonObject,
  answer: JsonObject,
  config: AlertConfig,
  reading: Reading,
): Read {
  const results = answer.results ?? null;
  switch (config.type) {
    case "HogQLAlertConfig":
      return fromRows(answer, results, config);
    case "FunnelsAlertConfig":
      return fromFunnel(query, results, config, reading);
    case "TrendsAlertConfig":
      return query.kind === "RetentionQuery"
        ? fromRetention(results, config.series_index)
        : fromSeries(query, results, config.series_index, reading);
  }
}

const once = (label: string, value: number): Watched => ({
  label,
  values: [{ label, value, complete: true }],
});

/** Series by their index; all values of a breakdown are watched, each for itself. */
function fromSeries(query: JsonObject, results: JsonValue, index: number, reading: Reading): Read {
  const items = objectsOf(results);
  if (query.kind === "PathsQuery" || query.kind === "CalendarHeatmapQuery") {
    const item = items[index];
    if (!item) return fail(`The answer has no row ${index}.`);
    return { ok: true, value: [once(String(item.label ?? item.source ?? index), Number(item.value ?? 0))] };
  }
  const series = readSeries(query, results, reading);
  const own = series.filter((item, at) => (query.kind === "LifecycleQuery" ? at : item.index) === index);
  if (own.length === 0 && items.length > 0) return fail(`The insight has no series ${index}.`);
  const value = own.map(({ label, points, total }) =>
    points.length === 0 ? once(label, total) : { label, values: points },
  );
  return { ok: true, value };
}

function fromFunnel(
  query: JsonObject,
  results: JsonValue,
  config: Extract<AlertConfig, { type: "FunnelsAlertConfig" }>,
  reading: Reading,
): Read {
  if (objectOf(query.funnelsFilter)?.funnelVizType === "trends") {
    const series = readSeries(query, results, reading);
    return {
      ok: true,
      value: series.map(({ label, points }) => ({ label: label || "Conversion", values: points })),
    };
  }
  const nested = Array.isArray(results) && results.every(Array.isArray);
  const funnels = (nested ? (results as JsonValue[]) : [results]).map((steps) => objectsOf(steps));
  const value: Watched[] = [];
  for (const steps of funnels) {
    const at = config.funnel_step ?? steps.length - 1;
    const step = steps[at];
    if (steps.length === 0) continue;
    if (!step) return fail(`The funnel has no step ${at}.`);
    const from = config.metric === "conversion_from_start" ? steps[0] : steps[Math.max(0, at - 1)];
    const entered = Number(from?.count ?? 0);
    const share = entered === 0 ? 0 : (Number(step.count ?? 0) / entered) * 100;
    const name = String(step.custom_name ?? step.name ?? `Step ${at + 1}`);
    const breakdown =
      step.breakdown_value === undefined ? "" : ` (${[step.breakdown_value].flat().join(", ")})`;
    value.push(once(`${name}${breakdown}`, Math.round(share * 100) / 100));
  }
  return { ok: true, value };
}

/** The share of each starting cohort that came back `step` intervals later, for cohorts for which that is over. */
function fromRetention(results: JsonValue, step: number): Read {
  const rows = objectsOf(results);
  const values = rows.flatMap((row, index) => {
    const cells = objectsOf(row.values).map((cell) => Number(cell.count ?? 0));
    const [first = 0] = cells;
    // The newest cohort is still coming in: a cohort `step` rows above it has had its time.
    const complete = rows.length - 1 - index > step;
    if (cells[step] === undefined) return [];
    const value = first === 0 ? 0 : Math.round((cells[step] / first) * 10_000) / 100;
    return [{ label: String(row.date ?? row.label ?? index).slice(0, 10), value, complete }];
  });
  if (rows.length > 0 && values.length === 0) return fail(`Retention has no interval ${step}.`);
  return { ok: true, value: [{ label: `Retention after ${step}`, values }] };
}

function fromRows(
  answer: JsonObject,
  results: JsonValue,
  config: Extract<AlertConfig, { type: "HogQLAlertConfig" }>,
): Read {
  const rows = (Array.isArray(results) ? results : []).map((row) => (Array.isArray(row) ? row : [row]));
  const columns = Array.isArray(answer.columns) ? answer.columns.map(String) : [];
  if (rows.length === 0) return { ok: true, value: [] };
  const numeric = columns.map((_, at) => rows.every((row) => isNumber(row[at] ?? null)));
  const found = columns.findIndex((name, at) => (config.column ? name === config.column : numeric[at]));
  if (found < 0)
    return fail(config.column ? `The query has no column "${config.column}".` : "No column holds numbers.");
  if (!config.column && numeric.filter(Boolean).length > 1)
    return fail("Several columns hold numbers: say which one (column).");
  const wanted = config.label_column
    ? columns.indexOf(config.label_column)
    : columns.findIndex((_, at) => at !== found);
  const labelOf = (row: readonly JsonValue[], at: number) =>
    wanted >= 0
      ? String(row[wanted] ?? "")
      : config.evaluation === "any_row"
        ? `row ${at + 1}`
        : columns[found]!;
  const points = rows.map((row, at) => ({
    label: labelOf(row, at),
    value: Number(row[found] ?? 0),
    complete: true,
  }));
  if (points.some(({ value }) => !Number.isFinite(value)))
    return fail(`The column "${columns[found]}" does not hold numbers.`);
  if (config.evaluation === "any_row")
    return { ok: true, value: points.map((point) => ({ label: point.label, values: [point] })) };
  const values = config.evaluation === "first_row" ? points.toReversed() : points;
  return { ok: true, value: [{ label: columns[found]!, values }] };
}

const isNumber = (value: JsonValue): boolean =>
  typeof value === "number" || (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value));
