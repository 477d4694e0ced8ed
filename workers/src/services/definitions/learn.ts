import { cellTotalsSelect, learnSelect, staleCellsSelect } from "@edgewise/core/definitions/learn.ts";
import { clickhouseTime } from "@edgewise/core/events/row.ts";
import type { Select } from "@edgewise/core/sql/ast.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import type { RegionDeps } from "../../deps.ts";
import { engineError } from "../query/engine-error.ts";

const LIMITS = { maxExecutionSeconds: 60, maxMemoryBytes: 3 * 1024 ** 3, maxResultRows: 200_000 };
const CELLS_A_ROUND = 1000;
const ROWS_A_BATCH = 10_000;
/** A cell is learnt again when it grew by so much, or after this time. */
const GROWTH = 1.1;
const PATIENCE_MS = 600_000;

export interface Budget {
  /** Events that may be read. */
  readonly events: number;
  readonly ms: number;
}

interface StaleCell {
  readonly event: string;
  readonly day: string;
  readonly total: number;
  readonly known: number;
}

/**
 * Learns which properties new events have: the cells (event and day) that changed are read again as a whole, so nothing
 * is counted twice and nothing is missed, whenever events arrive. Answers how many cells were learnt.
 */
export async function learnProperties(
  environmentId: number,
  budget: Budget,
  deps: RegionDeps,
): Promise<number> {
  const end = deps.now().getTime() + budget.ms;
  let left = budget.events;
  let learnt = 0;
  for (const cells of byDay(await staleCells(environmentId, deps))) {
    const affordable = cells.filter(({ total }) => {
      left -= total;
      return left >= 0;
    });
    if (affordable.length === 0) continue;
    if (deps.now().getTime() > end) break;
    await learnDay(environmentId, affordable, deps);
    learnt += affordable.length;
  }
  return learnt;
}

async function staleCells(environmentId: number, deps: RegionDeps): Promise<StaleCell[]> {
  const rows = await ask(environmentId, staleCellsSelect(CELLS_A_ROUND), deps);
  const long = deps.now().getTime() - PATIENCE_MS;
  return rows
    .map(([event, day, total, known, at]) => ({
      event: String(event),
      day: String(day),
      total: Number(total),
      known: Number(known),
      at: Number(at),
    }))
    .filter(({ total, known, at }) => total > known * GROWTH || total < known || at < long);
}

function byDay(cells: readonly StaleCell[]): StaleCell[][] {
  const days = new Map<string, StaleCell[]>();
  for (const cell of cells) days.set(cell.day, [...(days.get(cell.day) ?? []), cell]);
  return [...days.values()];
}

async function learnDay(environmentId: number, cells: readonly StaleCell[], deps: RegionDeps): Promise<void> {
  const day = cells[0]?.day ?? "";
  const events = cells.map(({ event }) => event);
  const version = deps.now().getTime();
  // Counted first: events that arrive meanwhile make the cell stale again.
  const totals = await ask(environmentId, cellTotalsSelect(day, events), deps);
  const found = await ask(environmentId, learnSelect(day, events), deps);
  const shrunk = cells.filter(({ total, known }) => total < known).map(({ event }) => event);
  if (shrunk.length > 0) await forgetCells(environmentId, day, shrunk, deps);
  const row = (event: unknown, property: string, counts: readonly unknown[], last: number) => ({
    environment_id: environmentId,
    owner: "event",
    event: String(event),
    day,
    property,
    count: Number(counts[0] ?? 0),
    numbers: Number(counts[1] ?? 0),
    booleans: Number(counts[2] ?? 0),
    dates: Number(counts[3] ?? 0),
    last_seen: clickhouseTime(last),
    version,
  });
  const rows = [
    ...found.map(([event, property, ...rest]) => row(event, String(property), rest, Number(rest[4]))),
    ...totals.map(([event, total]) => row(event, "", [total], version)),
  ];
  for (let at = 0; at < rows.length; at += ROWS_A_BATCH) {
    const lines = rows.slice(at, at + ROWS_A_BATCH).map((line) => JSON.stringify(line));
    const key = `property_counts:${environmentId}:${day}:${version}:${at}`;
    const inserted = await deps.warehouse.insert("property_counts", lines.join("\n"), key);
    if (!inserted.ok) throw engineError(inserted.error, LIMITS.maxExecutionSeconds);
  }
}

/** After deletions a cell may have lost properties, whose rows would stay. */
async function forgetCells(
  environmentId: number,
  day: string,
  events: readonly string[],
  deps: RegionDeps,
): Promise<void> {
  const sql =
    "environment_id = {p0:UInt32} AND owner = 'event' AND day = toDate({p1:String}) AND event IN {p2:Array(String)}";
  const params = {
    p0: { type: "UInt32", value: environmentId },
    p1: { type: "String", value: day },
    p2: { type: "Array(String)", value: [...events] },
  };
  const erased = await deps.warehouse.erase("property_counts", { sql, params });
  if (!erased.ok) throw engineError(erased.error, LIMITS.maxExecutionSeconds);
}

async function ask(
  environmentId: number,
  query: Select,
  deps: RegionDeps,
): Promise<readonly (readonly unknown[])[]> {
  const compiled = compileQuery(query, {
    environmentId,
    timezone: "UTC",
    weekStartDay: 0,
    hasPersonOverrides: false,
    now: deps.now().getTime(),
    limits: { defaultRows: null, maxRows: LIMITS.maxResultRows },
  });
  if (!compiled.ok) throw new Error(`a query of our own does not compile: ${compiled.error.message}`);
  const result = await deps.warehouse.query(compiled.value, LIMITS);
  if (!result.ok) throw engineError(result.error, LIMITS.maxExecutionSeconds);
  return result.value.rows;
}
