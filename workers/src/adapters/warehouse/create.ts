import type { Warehouse } from "../../ports/warehouse.ts";
import { clickhouseWarehouse } from "./clickhouse.ts";
import { tinybirdWarehouse } from "./tinybird.ts";

/** Bindings that say where the warehouse is. */
export interface WarehouseVars {
  readonly WAREHOUSE_PROTOCOL: "clickhouse" | "tinybird";
  readonly WAREHOUSE_URL: string;
  readonly WAREHOUSE_DATABASE?: string;
  readonly WAREHOUSE_USER?: string;
  readonly WAREHOUSE_KEY: string;
  /** Name of a ClickHouse cluster; absent: one server. */
  readonly WAREHOUSE_CLUSTER?: string;
}

export interface WarehouseTuning {
  readonly insertTimeoutMs?: number;
}

/** The warehouse of this deployment. */
export function createWarehouse(vars: WarehouseVars, tuning: WarehouseTuning = {}): Warehouse {
  if (vars.WAREHOUSE_PROTOCOL === "tinybird") {
    return tinybirdWarehouse({ url: vars.WAREHOUSE_URL, token: vars.WAREHOUSE_KEY, ...tuning });
  }
  return clickhouseWarehouse({
    url: vars.WAREHOUSE_URL,
    database: vars.WAREHOUSE_DATABASE ?? "edgewise",
    user: vars.WAREHOUSE_USER ?? "default",
    password: vars.WAREHOUSE_KEY,
    ...(vars.WAREHOUSE_CLUSTER ? { cluster: vars.WAREHOUSE_CLUSTER } : {}),
    ...tuning,
  });
}
