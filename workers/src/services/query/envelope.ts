import type { JsonObject } from "@edgewise/core/events/types.ts";
import { isoMicros } from "../../http/time.ts";
import type { QueryResult } from "../../ports/warehouse.ts";

import { STALE_MS } from "./request.ts";

const NEXT_REFRESH_MS = 60_000;

export interface EnvelopeInput {
  readonly at: number;
  readonly cacheKey: string;
  readonly timezone: string;
  readonly statistics: QueryResult["statistics"];
}

/** Until when an answer is given to those who accept stale ones, when its data was last known to be the same at `at`. */
export const freshUntil = (at: number): string => isoMicros(new Date(at + STALE_MS));

/** The fields every computed answer has (API.md 1.3), and our `statistics`. */
export function envelope({ at, cacheKey, timezone, statistics }: EnvelopeInput): JsonObject {
  return {
    is_cached: false,
    last_refresh: isoMicros(new Date(at)),
    next_allowed_client_refresh: isoMicros(new Date(at + NEXT_REFRESH_MS)),
    cache_target_age: freshUntil(at),
    cache_key: cacheKey,
    calculation_trigger: null,
    timezone,
    query_status: null,
    timings: [],
    error: null,
    modifiers: {},
    statistics: {
      rows_read: statistics.rowsRead,
      bytes_read: statistics.bytesRead,
      elapsed: statistics.elapsedSeconds,
    },
  };
}
