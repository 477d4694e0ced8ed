import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { TileRow } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import { listExperiments } from "@edgewise/db/mysql/repos/experiments.ts";
import { findFlags } from "@edgewise/db/mysql/repos/flags.ts";
import { findUserByNumber } from "@edgewise/db/mysql/repos/users.ts";
import type * as z from "zod";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { ApiError, invalid } from "../../../http/errors.ts";
import { scopeAllows } from "../../../http/scopes.ts";
import { requireExperiment, statusOf } from "../../experiments/find.ts";
import { experimentResults } from "../../experiments/results.ts";
import { answerQuery } from "../../query/answer-query.ts";
import { isWidgetType, WIDGET_CONFIGS, WIDGET_TEXTS, type WidgetType } from "./catalog.ts";

/** What a live list shows now, or why it shows nothing. */
export interface WidgetRun {
  readonly tile_id: number;
  readonly widget_type: string;
  readonly result: JsonValue;
  readonly error: { readonly type: string; readonly message: string } | null;
}

type Config<T extends WidgetType> = z.output<(typeof WIDGET_CONFIGS)[T]>;
type Runner<T extends WidgetType> = (
  config: Config<T>,
  access: ProjectAccess,
  deps: RegionDeps,
  signal: AbortSignal,
) => Promise<JsonValue>;

const RUNNERS: { readonly [T in WidgetType]: Runner<T> } = {
  async activity_events_list(config, access, deps, signal) {
    const query = {
      kind: "EventsQuery",
      select: ["uuid", "event", "timestamp", "distinct_id", "person_display_name", "properties.$current_url"],
      orderBy: ["timestamp DESC", "uuid DESC"],
      after: config.dateRange?.date_from ?? "-24h",
      event: config.eventName ?? null,
      properties: config.properties ?? [],
      filterTestAccounts: config.filterTestAccounts ?? false,
      limit: config.limit,
    };
    const answer = await answerQuery(deps, access, { query, refresh: "blocking" }, signal);
    const events = (answer.results as JsonValue[][]).map(
      ([uuid, event, timestamp, distinct_id, person, url]) => {
        const name = (person as JsonObject | null)?.display_name ?? distinct_id;
        return { uuid, event, timestamp, distinct_id, person: name, url } as JsonObject;
      },
    );
    return { events, has_more: answer.hasMore === true };
  },
  async experiments_list(config, access, deps) {
    const { orderBy, orderDirection, status, limit, createdBy } = config;
    const author = createdBy ? await findUserByNumber(createdBy, deps.db) : null;
    if (createdBy && !author) return { experiments: [], total: 0 };
    const statuses = status === "all" || status === "exposure_frozen" ? undefined : [status];
    const filter = { status: statuses, ...(author ? { authors: [author.id] } : {}) };
    const order = `${orderDirection === "DESC" ? "-" : ""}${orderBy}`;
    // Exposure is never frozen here.
    if (status === "exposure_frozen") return { experiments: [], total: 0 };
    const { total, rows } = await listExperiments(access, deps.db, filter, { limit, offset: 0 }, order);
    const flags = new Map(
      (
        await findFlags(
          access,
          deps.db,
          rows.map(({ flagId }) => flagId),
        )
      ).map((flag) => [flag.id, flag]),
    );
    const experiments = rows.flatMap((row): JsonObject[] => {
      const flag = flags.get(row.flagId);
      if (!flag) return [];
      const dates = {
        start_date: row.startDate?.toISOString() ?? null,
        end_date: row.endDate?.toISOString() ?? null,
      };
      return [
        { id: row.id, name: row.name, status: statusOf({ row, flag }), feature_flag_key: flag.key, ...dates },
      ];
    });
    return { experiments, total };
  },
  async experiment_results({ experimentId }, access, deps) {
    if (!experimentId) return null;
    const found = await requireExperiment(access, experimentId, deps);
    const { id, name } = found.row;
    return {
      experiment: { id, name, status: statusOf(found) },
      ...(await experimentResults(access, found, deps, "blocking")),
    };
  },
};

/** Runs live lists of a dashboard; one that fails fails alone. Throws with `attr` for a tile that is none. */
export async function runWidgets(
  access: ProjectAccess,
  tiles: readonly TileRow[],
  ids: readonly number[],
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<WidgetRun[]> {
  const wanted = ids.map((id) => {
    const tile = tiles.find((one) => one.id === id);
    if (!tile?.widget)
      throw invalid("tile_ids", `Tile ${id} is no widget of this dashboard.`, "does_not_exist");
    return { id, widget: tile.widget };
  });
  return await Promise.all(
    wanted.map(async ({ id, widget }): Promise<WidgetRun> => {
      const about = { tile_id: id, widget_type: widget.type };
      try {
        return { ...about, result: await run(widget, access, deps, signal), error: null };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return { ...about, result: null, error: { type: error.code, message: error.message } };
      }
    }),
  );
}

async function run(
  { type, config }: NonNullable<TileRow["widget"]>,
  access: ProjectAccess,
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<JsonValue> {
  if (!isWidgetType(type)) throw invalid(null, `There are no widgets of the kind ${type} any more.`);
  const { key } = access.principal;
  const { scope } = WIDGET_TEXTS[type];
  if (key !== null && !scopeAllows(key.scopes, scope))
    throw new ApiError("permission_denied", `API key missing required scope '${scope}'`);
  return await runAs(type, config, access, deps, signal);
}

const runAs = <T extends WidgetType>(
  type: T,
  config: JsonObject,
  ...rest: [ProjectAccess, RegionDeps, AbortSignal]
) => RUNNERS[type](WIDGET_CONFIGS[type].parse(config) as Config<T>, ...rest);
