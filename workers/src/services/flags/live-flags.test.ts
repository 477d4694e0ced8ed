import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMysql } from "@edgewise/db/local/start-mysql.ts";
import { flagRow } from "@edgewise/db/local/testing/flag-row.ts";
import { createDatabase, type Database } from "@edgewise/db/mysql/client.ts";
import { migrate } from "@edgewise/db/mysql/migrate.ts";
import { allFlags, insertFlag, updateFlag } from "@edgewise/db/mysql/repos/flags.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KnownFlags } from "./live-flags.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-live-flags-"));
const now = new Date("2026-01-02T03:04:05.678Z");
let mysql: Awaited<ReturnType<typeof startMysql>>;
let db: Database;

beforeAll(async () => {
  mysql = await startMysql({ dataDir: folder });
  await migrate(mysql);
  db = createDatabase(mysql);
});
afterAll(async () => {
  await mysql?.close();
  rmSync(folder, { recursive: true, force: true });
});

let projects = 0;
const mintTenant = () => ({ projectId: ++projects, organizationId: crypto.randomUUID() });

type Step = { act: "add" | "change" | "delete" | "undone" | "read" | "read in a transaction"; at: number };
const steps = fc.array(
  fc.record({
    act: fc.constantFrom<Step["act"]>("add", "change", "delete", "undone", "read", "read in a transaction"),
    at: fc.nat(9),
  }),
  { minLength: 4, maxLength: 14 },
);

test("what is known is what is stored, whatever was written, undone and read before", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      const [tenant, known] = [mintTenant(), new KnownFlags()];
      for (const [turn, { act, at }] of plan.entries()) await take(act, at, turn);
      expect(await known.read(tenant, db, true)).toEqual(await allFlags(tenant, db));

      async function take(act: Step["act"], at: number, turn: number): Promise<void> {
        const rows = await allFlags(tenant, db);
        const row = rows[at % Math.max(1, rows.length)];
        if (act === "add" || !row) {
          await insertFlag(tenant, db, flagRow(`flag-${turn}`, now));
        } else if (act === "read") {
          expect(await known.read(tenant, db, true)).toEqual(rows);
        } else {
          const { id, projectId: _, ...stored } = row;
          const gone = act === "delete";
          const next = {
            ...stored,
            name: `turn ${turn}`,
            deleted: gone,
            liveKey: gone ? null : row.key,
            version: row.version + 1,
          };
          const write = db.transaction(async (tx) => {
            expect(await updateFlag(tenant, tx, id, row.version, next)).toBe(true);
            if (act !== "change") {
              expect(await known.read(tenant, tx, false)).toEqual(await allFlags(tenant, tx));
            }
            if (act === "undone" || act === "read in a transaction") throw new Error("undone");
          });
          await write.catch((error: Error) => expect(String(error)).toContain("undone"));
        }
      }
    }),
    { numRuns: 12 },
  );
});
