import { EngineError } from "./error.ts";

export type Settings = Readonly<Record<string, string>>;

/** Hard limits of one engine: a request can ask for less, not for more. */
export interface EngineLimits {
  readonly maxMemoryBytes: number;
  readonly maxExecutionSeconds: number;
  readonly maxResultBytes: number;
}

export const DEFAULT_LIMITS: EngineLimits = {
  maxMemoryBytes: 1024 ** 3,
  maxExecutionSeconds: 300,
  maxResultBytes: 256 * 1024 ** 2,
};

const NAME = /^[a-z_][a-z0-9_]*$/i;

/**
 * Settings of every statement. `async_insert` is on by default in this engine: an acknowledged insert must be in a
 * part on the disk, so it is off and both fsyncs are on.
 */
const BASE: Settings = {
  async_insert: "0",
  fsync_metadata: "1",
  deduplicate_blocks_in_dependent_materialized_views: "1",
  max_partitions_per_insert_block: "0",
};

/** The request's settings over the defaults, clamped to the engine's limits. */
export function effectiveSettings(requested: Settings, limits: EngineLimits): Settings {
  const clamp = (name: string, most: number): string => {
    const asked = Number(requested[name] ?? 0);
    return String(Number.isFinite(asked) && asked > 0 ? Math.min(asked, most) : most);
  };
  const memory = clamp("max_memory_usage", limits.maxMemoryBytes);
  const half = Math.floor(Number(memory) / 2);
  return {
    ...BASE,
    ...requested,
    max_memory_usage: memory,
    // What needs more than half of its memory goes on by way of the disk: slower, but with an answer.
    max_bytes_before_external_group_by: clamp("max_bytes_before_external_group_by", half),
    max_bytes_before_external_sort: clamp("max_bytes_before_external_sort", half),
    max_execution_time: clamp("max_execution_time", limits.maxExecutionSeconds),
    max_result_bytes: clamp("max_result_bytes", limits.maxResultBytes),
  };
}

/**
 * `SET …` for settings and query parameters. Parameters travel in the escaped form of ClickHouse's HTTP interface
 * (`param_x=a\tb`), which `SET param_x` takes too.
 */
export function setStatement(settings: Settings, params: Settings): string {
  const pairs = [
    ...Object.entries(params).map(([name, value]) => pair(`param_${name}`, value)),
    ...Object.entries(settings).map(([name, value]) => pair(name, value)),
  ];
  return `SET ${pairs.join(", ")}`;
}

/** A ClickHouse string literal. */
export function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\0", "\\0")}'`;
}

function pair(name: string, value: string): string {
  if (!NAME.test(name)) throw new EngineError(115, `Unknown setting '${name}'`, "UNKNOWN_SETTING");
  return `${name} = ${quote(value)}`;
}
