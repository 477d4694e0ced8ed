/**
 * `npm run migrate:warehouse`: brings a ClickHouse to the newest tables. Reads `WAREHOUSE_URL`, `…_USER`, `…_KEY`,
 * `…_DATABASE` (default `edgewise`) and, for Replicated and Distributed tables, `WAREHOUSE_CLUSTER`.
 */
import { migrate } from "@edgewise/db/warehouse/migrations/migrate.ts";

const {
  WAREHOUSE_URL,
  WAREHOUSE_USER = "default",
  WAREHOUSE_KEY = "",
  WAREHOUSE_DATABASE,
  WAREHOUSE_CLUSTER,
} = process.env;
if (!WAREHOUSE_URL) {
  process.stderr.write("Set WAREHOUSE_URL, e.g. https://clickhouse.example.com:8443\n");
  process.exit(1);
}

async function send(sql: string): Promise<string> {
  const response = await fetch(new URL("/", WAREHOUSE_URL), {
    method: "POST",
    headers: { "X-ClickHouse-User": WAREHOUSE_USER, "X-ClickHouse-Key": WAREHOUSE_KEY },
    body: sql,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text.trim());
  return text;
}

try {
  const applied = await migrate(
    {
      execute: async (sql) => void (await send(sql)),
      firstColumn: async (sql) => (await send(`${sql} FORMAT TSV`)).split("\n").filter((line) => line !== ""),
    },
    {
      database: WAREHOUSE_DATABASE || "edgewise",
      ...(WAREHOUSE_CLUSTER ? { cluster: WAREHOUSE_CLUSTER } : {}),
    },
  );
  process.stdout.write(
    applied.length > 0 ? `Applied versions ${applied.join(", ")}\n` : "Nothing to apply\n",
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
