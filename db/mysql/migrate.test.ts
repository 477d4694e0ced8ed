import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type RunningMysql, startMysql } from "../local/start-mysql.ts";
import { createClient } from "./client.ts";
import { migrate, splitStatements } from "./migrate.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-migrate-"));
let mysql: RunningMysql;
let files: string;
let count = 0;

beforeAll(async () => {
  mysql = await startMysql({ dataDir: join(folder, "mysql") });
});
beforeEach(async () => {
  files = mkdtempSync(join(folder, "files-"));
  await createClient(mysql).execute("drop table if exists `_migrations`");
  count += 1;
});
afterAll(async () => {
  await mysql?.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, ...statements: string[]) =>
  writeFileSync(join(files, `${name}.sql`), statements.join("\n--> statement-breakpoint\n"));
const table = (name: string) => `create table ${name}${count} (id int not null primary key)`;
const tables = async () => {
  const found = await createClient(mysql).execute(
    "select table_name as name from information_schema.tables where table_schema = database()",
  );
  return found.rows
    .map((row) => String((row as { name: string }).name))
    .filter((name) => name.endsWith(String(count)));
};

describe("splitStatements", () => {
  test.each<[string, string, string[]]>([
    ["nothing", "", []],
    ["one", "select 1;\n", ["select 1;"]],
    ["several", "a;\n--> statement-breakpoint\nb;\n--> statement-breakpoint\n", ["a;", "b;"]],
  ])("%s", (_, text, expected) => {
    expect(splitStatements(text)).toEqual(expected);
  });
});

describe("migrate", () => {
  test("applies files in order, once", async () => {
    file("0001_b", table("b"));
    file("0000_a", table("a"), `insert into a${count} values (1)`);
    expect(await migrate(mysql, files)).toEqual({ applied: ["0000_a", "0001_b"] });
    expect(await migrate(mysql, files)).toEqual({ applied: [] });
    expect((await tables()).sort()).toEqual([`a${count}`, `b${count}`]);
  });

  test("a run that failed goes on after what it did", async () => {
    file("0000_a", table("a"), "create nonsense", table("c"));
    await expect(migrate(mysql, files)).rejects.toThrow('Migration "0000_a", statement 2 failed');
    file("0000_a", table("a"), table("b"), table("c"));
    expect(await migrate(mysql, files)).toEqual({ applied: ["0000_a"] });
    expect((await tables()).sort()).toEqual([`a${count}`, `b${count}`, `c${count}`]);
  });

  test("a statement that took effect before the crash is not an error", async () => {
    file("0000_a", table("a"), table("b"));
    await migrate(mysql, files);
    const client = createClient(mysql);
    await client.execute("update `_migrations` set started = 1, done = 0, finished_at = null");
    await client.execute(`drop table b${count}`);
    expect(await migrate(mysql, files)).toEqual({ applied: ["0000_a"] });
    expect((await tables()).sort()).toEqual([`a${count}`, `b${count}`]);
  });

  test("a table that is there although nobody started to make it is an error", async () => {
    await createClient(mysql).execute(table("a"));
    file("0000_a", table("a"));
    await expect(migrate(mysql, files)).rejects.toThrow("already exists");
  });

  test("data of a newer version is refused", async () => {
    file("0000_a", table("a"));
    file("0001_later", table("b"));
    await migrate(mysql, files);
    rmSync(join(files, "0001_later.sql"));
    await expect(migrate(mysql, files)).rejects.toThrow('"0001_later", which this version does not know');
  });
});
