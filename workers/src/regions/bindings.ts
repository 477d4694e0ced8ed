import type { WarehouseVars } from "../adapters/warehouse/create.ts";
import type { Region } from "./regions.ts";

const suffix = (region: Region): string => `_${region.toUpperCase().replaceAll("-", "_")}`;

/** A binding of a region: `RECORDINGS` of `eu` is `RECORDINGS_EU`. */
function bindingOf(env: object, name: string, region: Region): unknown {
  const [first, ...rest] = name.split("_");
  const own = region === "" ? name : [`${first}${suffix(region)}`, ...rest].join("_");
  return (env as Readonly<Record<string, unknown>>)[own];
}

/** Where a region's warehouse is: `WAREHOUSE_URL`, of `eu` `WAREHOUSE_EU_URL`. Throws without: nothing may go elsewhere. */
export function warehouseVars(env: object, region: Region): WarehouseVars {
  const read = (part: string): string | undefined =>
    bindingOf(env, `WAREHOUSE_${part}`, region) as string | undefined;
  const url = read("URL");
  if (url === undefined) throw new Error(missing("its warehouse: WAREHOUSE", region, "_URL"));
  const protocol = read("PROTOCOL");
  const optional = Object.fromEntries(
    (["DATABASE", "USER", "CLUSTER"] as const).flatMap((part) => {
      const value = read(part);
      return value === undefined ? [] : [[`WAREHOUSE_${part}`, value]];
    }),
  );
  return {
    WAREHOUSE_PROTOCOL: protocol === "tinybird" ? "tinybird" : "clickhouse",
    WAREHOUSE_URL: url,
    WAREHOUSE_KEY: read("KEY") ?? "",
    ...optional,
  };
}

/** The object storage of a region, null without. */
export const bucketOf = (env: object, region: Region): R2Bucket | null =>
  (bindingOf(env, "RECORDINGS", region) as R2Bucket | undefined) ?? null;

/** The same for who can't do without; throws. */
export function requireBucket(env: object, region: Region): R2Bucket {
  const bucket = bucketOf(env, region);
  if (!bucket) throw new Error(missing("its object storage: RECORDINGS", region, ""));
  return bucket;
}

const missing = (what: string, region: Region, rest: string): string =>
  `A binding is missing: the region "${region}" needs ${what}${region === "" ? "" : suffix(region)}${rest}.`;
