import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { getTableConfig, MySqlTable } from "drizzle-orm/mysql-core";
import { expect, test } from "vitest";
import * as schema from "./index.ts";

const tables = Object.values(schema).filter((value) => value instanceof MySqlTable);
const migrations = join(import.meta.dirname, "../migrations");

test("no table has a foreign key: Vitess shards could not keep it", () => {
  expect(tables.length).toBeGreaterThan(10);
  for (const table of tables) expect(getTableConfig(table).foreignKeys).toEqual([]);
});

test("every text column says how it is compared", () => {
  const texts = tables
    .flatMap((table) => getTableConfig(table).columns)
    .map((column) => column.getSQLType())
    .filter((type) => /^(varchar|text|longtext|char)/.test(type));
  expect(texts.length).toBeGreaterThan(50);
  expect(texts.filter((type) => !type.includes(" collate "))).toEqual([]);
});

test("the migrations are what the schema says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-schema-"));
  const out = join(folder, "migrations");
  cpSync(migrations, out, { recursive: true });
  const bin = join(dirname(createRequire(import.meta.url).resolve("drizzle-kit")), "bin.cjs");
  const cwd = join(import.meta.dirname, "../..");
  const flags = ["--dialect", "mysql", "--schema", "./mysql/schema/index.ts", "--out", relative(cwd, out)];
  const { stdout } = await promisify(execFile)(process.execPath, [bin, "generate", ...flags], { cwd });
  expect(stdout).toContain("No schema changes");
  expect(readdirSync(out).sort()).toEqual(readdirSync(migrations).sort());
  rmSync(folder, { recursive: true, force: true });
});
