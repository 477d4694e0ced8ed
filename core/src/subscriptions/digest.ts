import type { JsonObject, JsonValue } from "../events/types.ts";
import { objectOf, objectsOf } from "../insights/answers/json.ts";
import { type AnswerSeries, type Reading, readSeries } from "../insights/answers/series.ts";
import type { TableRow } from "../notifications/blocks.ts";
import { change, number, percent } from "./format.ts";

/** An insight's answer as a small table that a mail can hold. */
export interface Digest {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** Rows that are left out. */
  readonly more: number;
}

const MOST_ROWS = 10;
const MOST_COLUMNS = 5;

/** The numbers of an answer, by the kind of its query (without display nodes). */
export function digestOf(query: JsonObject, answer: JsonObject, reading: Reading): Digest {
  const results = answer.results ?? null;
  const write = WRITERS[String(query.kind)] ?? writeRows;
  const { columns, rows } = write(query, results, reading, answer);
  return { columns, rows: withBars(rows.slice(0, MOST_ROWS)), more: Math.max(0, rows.length - MOST_ROWS) };
}

interface Row {
  readonly cells: readonly string[];
  readonly size?: number;
}

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

type Writer = (query: JsonObject, results: JsonValue, reading: Reading, answer: JsonObject) => Table;

const WRITERS: Readonly<Record<string, Writer>> = {
  TrendsQuery: writeSeries,
  LifecycleQuery: writeSeries,
  StickinessQuery: writeStickiness,
  FunnelsQuery: writeFunnel,
  RetentionQuery: writeRetention,
  PathsQuery: writePaths,
};

function withBars(rows: readonly Row[]): TableRow[] {
  const most = Math.max(0, ...rows.map(({ size = 0 }) => size));
  return rows.map(({ cells, size }) =>
    size === undefined || most === 0 ? { cells } : { cells, share: Math.max(0, size) / most },
  );
}

function writeSeries(query: JsonObject, results: JsonValue, reading: Reading): Table {
  const series = readSeries(query, results, reading);
  if (series.every(({ points }) => points.length === 0)) {
    const rows = series.map(({ label, total }) => ({ cells: [label, number(total)], size: total }));
    return { columns: ["Series", "Value"], rows };
  }
  const [only, ...others] = series;
  return others.length === 0 && only ? writeDays(only) : writeLatest(series);
}

/** The days of one series, newest first. */
function writeDays({ label, points }: AnswerSeries): Table {
  const rows = points.map((point, index) => {
    const before = points[index - 1]?.value;
    const name = point.complete ? point.label : `${point.label} (so far)`;
    const against = point.complete ? change(point.value, before) : "–";
    return { cells: [name, number(point.value), against], size: point.value };
  });
  return { columns: ["Period", label || "Value", "Change"], rows: rows.toReversed() };
}

/** The last complete bucket of each series beside the one before it. */
function writeLatest(series: readonly AnswerSeries[]): Table {
  const rows = series.map(({ label, points }) => {
    const done = points.filter((point) => point.complete);
    const [before, last] = done.length > 1 ? done.slice(-2) : [undefined, done[0] ?? points.at(-1)];
    const value = last?.value ?? 0;
    return { cells: [label, number(value), change(value, before?.value)], size: value };
  });
  const done = series[0]?.points.filter((point) => point.complete).at(-1);
  return { columns: ["Series", done?.label ?? "Latest", "Change"], rows };
}

function writeStickiness(_: JsonObject, results: JsonValue): Table {
  const [item] = objectsOf(results);
  const data = Array.isArray(item?.data) ? item.data.map(Number) : [];
  const labels = Array.isArray(item?.labels) ? item.labels.map(String) : [];
  const rows = data.map((value, index) => ({ cells: [labels[index] ?? "", number(value)], size: value }));
  return { columns: ["Active on", String(item?.label ?? "People")], rows };
}

function writeFunnel(query: JsonObject, results: JsonValue, reading: Reading): Table {
  if (objectOf(query.funnelsFilter)?.funnelVizType === "trends") {
    return writeSeries(query, results, reading);
  }
  const steps = Array.isArray(results) && Array.isArray(results[0]) ? results[0] : results;
  const items = objectsOf(steps ?? null);
  const entered = Number(items[0]?.count ?? 0);
  const rows = items.map((step, index) => {
    const count = Number(step.count ?? 0);
    const name = `${index + 1}. ${String(step.custom_name ?? step.name ?? "")}`;
    return { cells: [name, number(count), percent(count, entered)], size: count };
  });
  return { columns: ["Step", "People", "Of the first"], rows };
}

function writeRetention(_: JsonObject, results: JsonValue): Table {
  const cohorts = objectsOf(results).map((row) =>
    objectsOf(row.values ?? null).map((cell) => Number(cell.count ?? 0)),
  );
  const steps = Math.min(6, Math.max(0, ...cohorts.map((row) => row.length)));
  const labels = objectsOf(objectsOf(results)[0]?.values ?? null).map((cell) => String(cell.label ?? ""));
  const rows = objectsOf(results).map((row, index) => {
    const counts = cohorts[index]!;
    // What a cohort has not had time for yet is no zero.
    const seen = cohorts.length - index;
    const shares = counts.slice(0, steps).map((count, step) => {
      if (step >= seen) return "";
      return step === 0 ? number(count) : percent(count, counts[0]!);
    });
    return { cells: [String(row.date ?? row.label ?? "").slice(0, 10), ...shares] };
  });
  return { columns: ["Began", ...labels.slice(0, steps)], rows };
}

function writePaths(_: JsonObject, results: JsonValue): Table {
  const edges = objectsOf(results);
  const clean = (text: JsonValue | undefined) => String(text ?? "").replace(/^\d+_/, "");
  const rows = edges.map((edge) => {
    const value = Number(edge.value ?? 0);
    return { cells: [`${clean(edge.source)} → ${clean(edge.target)}`, number(value)], size: value };
  });
  return { columns: ["Path", "People"], rows };
}

function writeRows(_: JsonObject, results: JsonValue, __: Reading, answer: JsonObject): Table {
  const rows = Array.isArray(results) ? results : [];
  const columns = Array.isArray(answer.columns) ? answer.columns.map(String) : [];
  const cell = (value: JsonValue) => (typeof value === "number" ? number(value) : textOf(value));
  const shown = rows.map((row) => ({
    cells: (Array.isArray(row) ? row : [row]).slice(0, MOST_COLUMNS).map((value) => cell(value ?? null)),
  }));
  return { columns: columns.slice(0, MOST_COLUMNS), rows: shown };
}

function textOf(value: JsonValue): string {
  const text = typeof value === "string" ? value : value === null ? "–" : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
