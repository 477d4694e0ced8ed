import { execFileSync } from "node:child_process";
import { Client, connect, type DatabaseError } from "@planetscale/database";
import { eq, sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  customType,
  date,
  datetime,
  decimal,
  double,
  int,
  json,
  mediumtext,
  mysqlEnum,
  mysqlTable,
  serial,
  smallint,
  text,
  timestamp,
  tinyint,
  varbinary,
  varchar,
} from "drizzle-orm/mysql-core";
import { drizzle } from "drizzle-orm/planetscale-serverless";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningMysql, startMysql } from "../start-mysql.ts";
import { temporaryFolder } from "../testing/folder.ts";

const folder = temporaryFolder("mysql");
let mysql: RunningMysql;
let client: Client;

beforeAll(async () => {
  mysql = await startMysql({ dataDir: folder.path, transactionTimeoutMs: 700 });
  client = new Client({ url: mysql.url });
  await client.execute("CREATE TABLE notes (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40) UNIQUE)");
});
afterAll(async () => {
  await mysql.close();
  folder.remove();
});

const count = async (): Promise<number> => {
  const { rows } = await client.execute("SELECT CAST(count(*) AS SIGNED) AS n FROM notes");
  return Number((rows[0] as { n: string }).n);
};

describe("@planetscale/database", () => {
  it("inserts, reads back, updates and deletes", async () => {
    const inserted = await client.execute("INSERT INTO notes (name) VALUES (?), (?)", ["it's \\ é😀\n", "b"]);
    expect(inserted).toMatchObject({ rowsAffected: 2, insertId: "1", rows: [] });
    const found = await client.execute("SELECT id, name FROM notes WHERE name = ?", ["it's \\ é😀\n"]);
    expect(found.rows).toEqual([{ id: 1, name: "it's \\ é😀\n" }]);
    expect(found.types).toEqual({ id: "INT32", name: "VARCHAR" });
    expect(found.fields[1]).toMatchObject({
      name: "name",
      table: "notes",
      orgName: "name",
      database: "edgewise",
    });
    expect(await client.execute("UPDATE notes SET name = 'c' WHERE name = 'b'")).toMatchObject({
      rowsAffected: 1,
    });
    expect(await client.execute("UPDATE notes SET name = 'c' WHERE name = 'c'")).toMatchObject({
      rowsAffected: 0,
    });
    expect(await client.execute("DELETE FROM notes")).toMatchObject({ rowsAffected: 2 });
  });

  it("gives rows as arrays, and none", async () => {
    expect((await client.execute("SELECT 1, NULL, ''", null, { as: "array" })).rows).toEqual([[1, null, ""]]);
    expect(await client.execute("SELECT id FROM notes WHERE 1 = 0")).toMatchObject({ rows: [], size: 0 });
  });

  it("makes sessions", async () => {
    const connection = connect({ url: mysql.url });
    await connection.refresh();
    expect((await connection.execute("SELECT 1 AS a")).rows).toEqual([{ a: 1 }]);
  });

  it("keeps session state on its connection", async () => {
    const connection = connect({ url: mysql.url });
    await connection.execute("SET @a = 5");
    expect((await connection.execute("SELECT CAST(@a AS CHAR) AS a")).rows).toEqual([{ a: "5" }]);
  });

  it("is strict, in UTC and in utf8mb4", async () => {
    const { rows } = await client.execute(
      "SELECT @@sql_mode LIKE '%STRICT_TRANS_TABLES%ERROR_FOR_DIVISION%' AS strict, @@time_zone AS zone, " +
        "@@character_set_connection AS charset, @@innodb_flush_log_at_trx_commit AS flush_log",
    );
    expect(rows[0]).toMatchObject({ strict: 1, zone: "+00:00", charset: "utf8mb4", flush_log: "1" });
  });
});

describe("transactions", () => {
  it("commit together", async () => {
    const before = await count();
    await client.transaction(async (tx) => {
      await tx.execute("INSERT INTO notes (name) VALUES ('t1')");
      await tx.execute("INSERT INTO notes (name) VALUES ('t2')");
      expect(await count()).toBe(before);
    });
    expect(await count()).toBe(before + 2);
  });

  it("roll back together", async () => {
    const before = await count();
    const failing = client.transaction(async (tx) => {
      await tx.execute("INSERT INTO notes (name) VALUES ('t3')");
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await count()).toBe(before);
  });

  it("go on after a statement that failed", async () => {
    await client.transaction(async (tx) => {
      await tx.execute("INSERT INTO notes (name) VALUES ('t4')");
      await expect(tx.execute("INSERT INTO notes (name) VALUES ('t4')")).rejects.toThrow("Duplicate entry");
      await tx.execute("INSERT INTO notes (name) VALUES ('t5')");
    });
    expect((await client.execute("SELECT name FROM notes WHERE name IN ('t4', 't5')")).size).toBe(2);
  });

  it("run side by side, each on its own connection", async () => {
    const before = await count();
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        client.transaction(async (tx) => {
          await tx.execute("INSERT INTO notes (name) VALUES (?)", [`p${i}`]);
          const { rows } = await tx.execute("SELECT name FROM notes WHERE name LIKE 'p%'");
          expect(rows).toContainEqual({ name: `p${i}` });
        }),
      ),
    );
    expect(await count()).toBe(before + 12);
  });

  it("end when they idle too long, and say so", async () => {
    const before = await count();
    const connection = connect({ url: mysql.url });
    await connection.execute("BEGIN");
    await connection.execute("INSERT INTO notes (name) VALUES ('late')");
    await expect
      .poll(() => client.execute("INSERT INTO notes (name) VALUES ('late')").then(() => "free"), {
        timeout: 10_000,
      })
      .toBe("free");
    await expect(connection.execute("COMMIT")).rejects.toMatchObject({ body: { code: "ABORTED" } });
    expect(await count()).toBe(before + 1);
  });
});

describe("errors", () => {
  it.each([
    [
      "a duplicate",
      "INSERT INTO notes (id, name) VALUES (1000, 'd'), (1000, 'e')",
      "ALREADY_EXISTS",
      "(errno 1062) (sqlstate 23000)",
    ],
    ["an unknown table", "SELECT * FROM nowhere", "NOT_FOUND", "(errno 1146)"],
    ["a syntax error", "SELEC 1", "INVALID_ARGUMENT", "(errno 1064)"],
    [
      "too long a value",
      "INSERT INTO notes (name) VALUES (REPEAT('x', 41))",
      "INVALID_ARGUMENT",
      "(errno 1406)",
    ],
    ["two statements", "SELECT 1; SELECT 2", "INVALID_ARGUMENT", "(errno 1064)"],
  ])("say %s", async (_, query, code, message) => {
    const error = await client.execute(query).catch((thrown: DatabaseError) => thrown);
    expect(error).toMatchObject({ status: 400, body: { code } });
    expect((error as DatabaseError).message).toContain(message);
  });

  it.each([
    ["a wrong password", "edgewise", "wrong"],
    ["a wrong user", "root", ""],
  ])("refuse %s", async (_, username, password) => {
    const url = new URL(mysql.url);
    Object.assign(url, { username, password });
    await expect(new Client({ url: url.href }).execute("SELECT 1")).rejects.toMatchObject({ status: 401 });
  });

  it.each([
    ["/psdb.v1alpha1.Database/Nope", "{}", 404],
    ["/", "{}", 404],
    ["/psdb.v1alpha1.Database/Execute", "not json", 400],
    ["/psdb.v1alpha1.Database/Execute", "{}", 400],
  ])("answer %s %s with %d", async (path, body, status) => {
    const { origin, username, password } = new URL(mysql.url);
    const headers = { Authorization: `Basic ${btoa(`${username}:${password}`)}` };
    expect((await fetch(origin + path, { method: "POST", body, headers })).status).toBe(status);
  });
});

describe("drizzle", () => {
  const bytes = customType<{ data: Uint8Array }>({ dataType: () => "binary(4)" });
  const kinds = mysqlTable("kinds", {
    id: serial().primaryKey(),
    tiny: tinyint(),
    small: smallint({ unsigned: true }),
    big: bigint({ mode: "bigint", unsigned: true }),
    flag: boolean().notNull().default(false),
    money: decimal({ precision: 20, scale: 6 }),
    real: double(),
    code: char({ length: 36 }),
    name: varchar({ length: 80 }).notNull(),
    kind: mysqlEnum(["a", "b"]),
    long: text(),
    longer: mediumtext(),
    doc: json().$type<{ list: number[]; nothing: null }>(),
    day: date({ mode: "string" }),
    at: datetime({ mode: "date", fsp: 3 }),
    stamp: timestamp({ mode: "date", fsp: 3 }).defaultNow(),
    raw: varbinary({ length: 16 }),
    hash: bytes(),
    parent: int(),
  });
  const columns =
    "id SERIAL PRIMARY KEY, tiny TINYINT, small SMALLINT UNSIGNED, big BIGINT UNSIGNED, flag BOOLEAN NOT NULL DEFAULT false, " +
    "money DECIMAL(20,6), `real` DOUBLE, code CHAR(36), name VARCHAR(80) NOT NULL, kind ENUM('a','b'), `long` TEXT, " +
    "longer MEDIUMTEXT, doc JSON, day DATE, at DATETIME(3), stamp TIMESTAMP(3) DEFAULT CURRENT_TIMESTAMP(3), raw VARBINARY(16), hash BINARY(4), parent INT";

  beforeAll(async () => {
    await client.execute(`CREATE TABLE kinds (${columns})`);
  });

  it("keeps a value of every column type", async () => {
    const db = drizzle(client);
    const row = {
      tiny: -128,
      small: 65_535,
      big: 18_446_744_073_709_551_615n,
      flag: true,
      money: "12345678901234.123456",
      real: 0.1,
      code: "01890a5d-ac96-774b-bcce-b302099a8057",
      name: "é😀 it's",
      kind: "b" as const,
      long: "line\nline",
      longer: "x".repeat(100_000),
      doc: { list: [1, 2.5], nothing: null },
      day: "2026-01-02",
      at: new Date("2026-01-02T03:04:05.678Z"),
      stamp: new Date("2026-06-02T03:04:05.678Z"),
      parent: null,
    };
    const [{ id } = { id: 0 }] = await db.insert(kinds).values(row).$returningId();
    const [found] = await db.select().from(kinds).where(eq(kinds.id, id));
    expect(found).toEqual({ ...row, id, raw: null, hash: null });
  });

  it("keeps bytes as they are", async () => {
    await client.execute("INSERT INTO kinds (name, hash) VALUES ('bytes', UNHEX('00ff80c3'))");
    const { rows } = await client.execute("SELECT hash FROM kinds WHERE name = 'bytes'");
    expect(rows).toEqual([{ hash: new Uint8Array([0, 255, 128, 195]) }]);
  });

  it("runs transactions with savepoints", async () => {
    const db = drizzle(client);
    await db.transaction(async (tx) => {
      await tx.insert(kinds).values({ name: "outer" });
      await expect(
        tx.transaction(async (inner) => {
          await inner.insert(kinds).values({ name: "inner" });
          throw new Error("only the inner");
        }),
      ).rejects.toThrow("only the inner");
      await tx.update(kinds).set({ tiny: 7 }).where(eq(kinds.name, "outer"));
    });
    const rows = await db
      .select({ name: kinds.name, tiny: kinds.tiny })
      .from(kinds)
      .where(sql`${kinds.name} IN ('outer', 'inner')`);
    expect(rows).toEqual([{ name: "outer", tiny: 7 }]);
  });
});

/** Process ID of mariadbd, from its own file. */
const serverPid = async (): Promise<number> => {
  const { rows } = await client.execute("SELECT @@pid_file AS file");
  return Number(execFileSync("cat", [(rows[0] as { file: string }).file], { encoding: "utf8" }));
};

describe("a crash of the server", () => {
  it("loses no acknowledged row in 10 kills, and it comes back by itself", async () => {
    await client.execute("CREATE TABLE kept (n INT PRIMARY KEY)");
    let next = 0;
    for (let kill = 0; kill < 10; kill++) {
      const pid = await serverPid();
      const stop = setTimeout(() => process.kill(pid, "SIGKILL"), 10 + kill * 13);
      try {
        for (;;) {
          await client.execute("INSERT INTO kept VALUES (?)", [next]);
          next++;
        }
      } catch (error) {
        expect((error as DatabaseError).body).toMatchObject({ code: "UNAVAILABLE" });
      }
      clearTimeout(stop);
      await expect
        .poll(
          () =>
            client
              .execute("SELECT 1")
              .then(() => true)
              .catch(() => false),
          { timeout: 30_000 },
        )
        .toBe(true);
      const { rows } = await client.execute("SELECT n FROM kept ORDER BY n", null, { as: "array" });
      const stored = (rows as unknown as [number][]).map(([n]) => n);
      expect(stored.slice(0, next)).toEqual(Array.from({ length: next }, (_, n) => n));
      // The row without an answer may be there.
      expect(stored.length - next).toBeLessThanOrEqual(1);
      next = stored.length;
    }
  }, 120_000);
});
