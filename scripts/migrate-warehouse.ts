/**
 * `npm run migrate:warehouse`: brings a ClickHouse to the newest tables. Reads `WAREHOUSE_URL`, `…_USER`, `…_KEY`,
 * `…_DATABASE` (default `edgewise`) and, for Replicated and Distributed tables, `WAREHOUSE_CLUSTER`. With `REGIONS=us,eu`
 * every region's: the first one's by these names, that of `eu` by `WAREHOUSE_EU_URL` and so on.
 */
import { migrate } from "@edgewise/db/warehouse/migrations/migrate.ts";
import type { WarehouseVars } from "@edgewise/workers/src/adapters/warehouse/create.ts";
import { warehouseVars } from "@edgewise/workers/src/regions/bindings.ts";
import { nameOfRegion, regionsOf } from "@edgewise/workers/src/regions/regions.ts";

async function applyTo(warehouse: WarehouseVars): Promise<readonly (number | string)[]> {
  const { WAREHOUSE_URL, WAREHOUSE_USER = "default", WAREHOUSE_KEY, WAREHOUSE_DATABASE } = warehouse;
  const send = async (sql: string): Promise<string> => {
    const response = await fetch(new URL("/", WAREHOUSE_URL), {
      method: "POST",
      headers: { "X-ClickHouse-User": WAREHOUSE_USER, "X-ClickHouse-Key": WAREHOUSE_KEY },
      body: sql,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text.trim());
    return text;
  };
  return await migrate(
    {
      execute: async (sql) => void (await send(sql)),
      firstColumn: async (sql) => (await send(`${sql} FORMAT TSV`)).split("\n").filter((line) => line !== ""),
    },
    {
      database: WAREHOUSE_DATABASE || "edgewise",
      ...(warehouse.WAREHOUSE_CLUSTER ? { cluster: warehouse.WAREHOUSE_CLUSTER } : {}),
    },
  );
}

if (!process.env.WAREHOUSE_URL) {
  process.stderr.write("Set WAREHOUSE_URL, e.g. https://clickhouse.example.com:8443\n");
  process.exit(1);
}
const { REGIONS } = process.env;
const vars = REGIONS === undefined ? {} : { REGIONS };
try {
  for (const region of regionsOf(vars)) {
    const warehouse = warehouseVars(process.env, region);
    const name = nameOfRegion(region, vars);
    const says = (text: string) => process.stdout.write(`${name === "" ? "" : `${name}: `}${text}\n`);
    if (warehouse.WAREHOUSE_PROTOCOL === "tinybird") {
      says("Tinybird takes its tables from its own files: tb deploy");
      continue;
    }
    const applied = await applyTo(warehouse);
    says(applied.length > 0 ? `Applied versions ${applied.join(", ")}` : "Nothing to apply");
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
