import { createClient } from "@edgewise/db/mysql/client.ts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { INTERNAL_KEY, startApi, type TestApi } from "../api-harness.ts";

let api: TestApi;
let P: string;
const call = (method: string, path: string, body?: unknown) => api.call(method, `${P}/${path}`, body);
const sql = (query: string, rest: object = {}) =>
  call("POST", "query/", { query: { kind: "HogQLQuery", query, ...rest } });
const view = (name: string, query: string) =>
  call("POST", "warehouse_saved_queries/", { name, query: { kind: "HogQLQuery", query } });

beforeAll(async () => {
  api = await startApi({ warehouse: true });
  P = `/api/projects/${api.account.projectId}`;
  await api.capture([
    { event: "buy", distinct_id: "ann", properties: { plan: "pro" } },
    { event: "buy", distinct_id: "bob", properties: { plan: "free" } },
    { event: "look", distinct_id: "bob", properties: { plan: "free" } },
  ]);
  await vi.waitFor(
    async () => expect((await sql("select count() from events")).body.results).toEqual([[3]]),
    { timeout: 20_000, interval: 300 },
  );
});
afterAll(() => api?.dispose());

describe("variables", () => {
  it("are created, listed, changed and deleted, each once by its name in SQL", async () => {
    const created = await call("POST", "insight_variables/", {
      name: "Plan Name!",
      type: "String",
      default_value: "pro",
    });
    expect(created).toMatchObject({
      status: 201,
      body: { name: "Plan Name!", type: "String", default_value: "pro", code_name: "plan_name", values: [] },
    });
    const at = `insight_variables/${created.body.id}/`;
    expect(await call("POST", "insight_variables/", { name: "plan name", type: "Number" })).toMatchObject({
      status: 400,
      body: { code: "unique", attr: "name" },
    });
    expect(await call("POST", "insight_variables/", { name: "123", type: "Number" })).toMatchObject({
      status: 400,
    });
    expect((await call("GET", "insight_variables/")).body).toMatchObject({
      count: 1,
      results: [{ code_name: "plan_name" }],
    });
    expect((await call("PATCH", at, { default_value: "free" })).body).toMatchObject({
      default_value: "free",
    });
    expect((await call("GET", at)).body).toMatchObject({ default_value: "free" });

    const count = "select count() from events where properties.plan = {variables.plan_name}";
    const set = {
      [String(created.body.id)]: { variableId: created.body.id, code_name: "plan_name", value: "pro" },
    };
    expect((await sql(count)).body.results).toEqual([[2]]);
    expect((await sql(count, { variables: set })).body.results).toEqual([[1]]);
    const overridden = await call("POST", "query/", {
      query: { kind: "HogQLQuery", query: count },
      variables_override: set,
    });
    expect(overridden.body.results).toEqual([[1]]);
    const hostile = { x: { code_name: "plan_name", value: "' or 1=1 --" } };
    expect((await sql(count, { variables: hostile })).body.results).toEqual([[0]]);

    expect((await call("DELETE", at)).status).toBe(204);
    expect(await sql(count)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('Variable "plan_name" is not defined') },
    });
  });
});

describe("views", () => {
  it("are tables to other SQL, and to other views", async () => {
    const created = await view(
      "buyers",
      "select person_id, count() as times from events where event = 'buy' group by person_id;",
    );
    expect(created).toMatchObject({
      status: 201,
      body: {
        name: "buyers",
        query: { kind: "HogQLQuery", query: expect.stringMatching(/group by person_id$/) },
        columns: [
          { name: "person_id", type: "UUID" },
          { name: "times", type: "UInt64" },
        ],
      },
    });
    expect((await view("how_many", "select count() as n from buyers -- all of them")).status).toBe(201);
    expect((await sql("select n from how_many")).body.results).toEqual([[2]]);
    expect(
      (await sql("select count() from events where person_id in (select person_id from buyers)")).body
        .results,
    ).toEqual([[3]]);
    const { body } = await call("POST", "query/", { query: { kind: "DatabaseSchemaQuery" } });
    expect(body.tables).toMatchObject({ how_many: { type: "view", fields: { n: { type: "integer" } } } });
    const trend = await call("POST", "query/", {
      query: {
        kind: "TrendsQuery",
        series: [
          {
            kind: "EventsNode",
            event: "look",
            properties: [{ type: "hogql", key: "person_id in (select person_id from buyers)" }],
          },
        ],
        trendsFilter: { display: "BoldNumber" },
      },
    });
    expect(trend.body.results).toMatchObject([{ aggregated_value: 1 }]);
  });

  it.each<[string, string, string, string]>([
    ["a name of a table", "events", "select 1", "name"],
    ["a name that is no name", "two words", "select 1", "name"],
    ["a name of another view", "buyers", "select 1 as one", "name"],
    ["itself", "loop", "select * from loop", "query"],
    ["what isn't there", "wrong", "select nothing from events", "query"],
    ["no SQL", "broken", "select from where", "query"],
    ["two statements", "twice", "select 1; select 2", "query"],
    ["a way out of its brackets", "outside", "select 1) union all (select 2", "query"],
    ["another database", "foreign", "select * from system.tables", "query"],
    ["a table function", "function", "select * from url('http://x', 'CSV', 'a String')", "query"],
    ["two columns of one name", "columns", "select 1 as a, 2 as a", "query"],
  ])("refuses %s", async (_, name, query, attr) => {
    expect(await view(name, query)).toMatchObject({ status: 400, body: { attr } });
  });

  it("can't come to read itself by a change, nor be changed over another's", async () => {
    const { body } = await call("GET", "warehouse_saved_queries/?search=BUY");
    const [buyers] = body.results as unknown as { id: string; latest_history_id: string }[];
    const change = (query: string, more: object = {}) =>
      call("PATCH", `warehouse_saved_queries/${buyers?.id}/`, {
        query: { kind: "HogQLQuery", query },
        ...more,
      });
    expect(await change("select n as person_id from how_many")).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/reads itself: buyers → how_many → buyers/) },
    });
    const stale = { edited_history_id: "before" };
    expect(await change("select 1 as person_id", stale)).toMatchObject({ status: 409 });
    const fresh = { edited_history_id: buyers?.latest_history_id };
    expect((await change("select 1 as person_id", fresh)).body).toMatchObject({
      columns: [{ name: "person_id" }],
    });
    expect((await sql("select n from how_many")).body.results).toEqual([[1]]);
  });

  it("are their project's alone, and gone when deleted", async () => {
    const other = await api.call("POST", `/api/organizations/${api.account.organizationId}/projects/`, {
      name: "Other",
    });
    const elsewhere = (path: string, body: unknown) =>
      api.call("POST", `/api/projects/${other.body.id}/${path}`, body);
    const query = { kind: "HogQLQuery", query: "select * from buyers" };
    expect(await elsewhere("query/", { query })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining("Unknown table") },
    });
    const own = { name: "buyers", query: { kind: "HogQLQuery", query: "select count() as n from events" } };
    expect((await elsewhere("warehouse_saved_queries/", own)).status).toBe(201);
    expect((await elsewhere("query/", { query })).body.results).toEqual([[0]]);
    const { body } = await call("GET", "warehouse_saved_queries/?search=how");
    const [view] = body.results as unknown as { id: string }[];
    expect((await call("DELETE", `warehouse_saved_queries/${view?.id}/`)).status).toBe(204);
    expect(await sql("select n from how_many")).toMatchObject({ status: 400 });
  });
});

describe("materialised views", () => {
  const path = (id: unknown) => `warehouse_saved_queries/${id}/`;
  const runJobs = async () => {
    const headers = { "x-internal-key": INTERNAL_KEY };
    const answer = await api.api("/api/_internal/scheduled", { method: "POST", headers });
    return ((await answer.json()) as { "store-views": unknown })["store-views"];
  };
  const rowsOf = async (query: string) => (await sql(query, {})).body.results;
  let id: unknown;

  it("keep their rows and types until the next run, and are read as tables", async () => {
    const kinds = `select properties.plan as plan, count() as number, min(timestamp) as run, [1, 2] as cells,
      toUInt64('18446744073709551615') as big, nullIf('x', 'x') as nothing from events group by plan order by plan`;
    const made = await view("plans", kinds);
    id = made.body.id;
    expect(made.body).toMatchObject({ is_materialized: false, sync_frequency: null, status: null });
    expect(await call("PATCH", path(id), { sync_frequency: "1hour" })).toMatchObject({ status: 400 });
    expect((await call("POST", `${path(id)}run/`)).status).toBe(400);
    const live = await sql("select * from plans");
    const stored = await call("POST", `${path(id)}materialize/`);
    expect(stored).toMatchObject({
      status: 200,
      body: { is_materialized: true, sync_frequency: "24hour", status: "Completed", latest_error: null },
    });
    const kept = await sql("select * from plans order by plan");
    expect(kept.body.results).toEqual(live.body.results);
    expect(kept.body.types).toEqual(live.body.types);
    await api.capture([{ event: "buy", distinct_id: "cy", properties: { plan: "pro" } }]);
    await vi.waitFor(async () => expect(await rowsOf("select count() from events")).toEqual([[4]]), {
      timeout: 20_000,
      interval: 300,
    });
    const counts = "select p.plan, p.number from plans p order by 1";
    expect(await rowsOf(counts)).toEqual([
      ["free", 2],
      ["pro", 1],
    ]);
    expect((await call("POST", `${path(id)}run/`)).status).toBe(200);
    expect(await rowsOf(`${counts} limit 10`)).toEqual([
      ["free", 2],
      ["pro", 2],
    ]);
    expect((await call("GET", `${path(id)}run_history/`)).body).toMatchObject({
      run_history: [
        { status: "Completed", rows: 2, error: null },
        { status: "Completed", rows: 2 },
      ],
    });
  });

  it("follow their SQL: what is stored of older text is not read", async () => {
    const query = { kind: "HogQLQuery", query: "select 'new' as plan, 7 as number" };
    expect((await call("PATCH", path(id), { query })).body).toMatchObject({ status: "Modified" });
    expect(await rowsOf("select plan, number from plans")).toEqual([["new", 7]]);
    expect(await runJobs()).toMatchObject({ stored: expect.any(Number), failed: 0 });
    expect((await call("GET", path(id))).body).toMatchObject({ status: "Completed" });
    expect(await runJobs()).toMatchObject({ stored: 0 });
  });

  it("say why a run failed, and keep the rows of the last one", async () => {
    const made = await view("fragile", "select intDiv(10, 4 - count()) as n from events");
    const at = path(made.body.id);
    expect(await call("POST", `${at}materialize/`, { sync_frequency: "15min" })).toMatchObject({
      status: 400,
    });
    expect((await call("GET", at)).body).toMatchObject({
      status: "Failed",
      latest_error: expect.stringMatching(/division/i),
      sync_frequency: "15min",
    });
    expect((await call("PATCH", at, { sync_frequency: "never" })).body).toMatchObject({
      sync_frequency: "never",
      is_materialized: true,
    });
    expect((await call("POST", `${at}materialize/`, { sync_frequency: "yearly" })).status).toBe(400);
    expect((await call("DELETE", at)).status).toBe(204);
  });

  it("are stored within the warehouse, up to a bound", async () => {
    const made = await view(
      "numbered",
      "select number as n, toString(number) as text from numbers(150000) order by n desc",
    );
    const at = path(made.body.id);
    expect((await call("POST", `${at}materialize/`)).body).toMatchObject({ status: "Completed" });
    expect((await call("GET", `${at}run_history/`)).body).toMatchObject({ run_history: [{ rows: 150_000 }] });
    expect(await rowsOf("select count(), sum(n), min(text) from numbered")).toEqual([
      [150_000, 11_249_925_000, "0"],
    ]);
    expect(await rowsOf("select n from numbered limit 2")).toEqual([[149_999], [149_998]]);
    const query = { kind: "HogQLQuery", query: "select number as n, 'x' as text from numbers(1000001)" };
    await call("PATCH", at, { query });
    expect(await call("POST", `${at}run/`)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining("1,000,000 rows at most") },
    });
    expect(await rowsOf(`select count() from view_rows where view_id = '${made.body.id}' limit 5`)).toEqual([
      [150_000],
    ]);
    expect((await call("DELETE", at)).status).toBe(204);
  });

  it("are not read when their data was deleted while they were stored", async () => {
    const slow =
      "select sum(sipHash64(a.number, b.number)) as n from numbers(15000) a cross join numbers(15000) b";
    const made = await view("slow", slow);
    const at = path(made.body.id);
    const answer = call("POST", `${at}materialize/`);
    await vi.waitFor(async () => expect((await call("GET", at)).body.status).toBe("Running"), {
      timeout: 20_000,
    });
    // As a deletion does at its end.
    await createClient(api.mysql).execute(
      "UPDATE saved_query_results SET run = NULL, due_at = '2026-01-01' WHERE saved_query_id = ?",
      [made.body.id],
    );
    expect(await answer).toMatchObject({ status: 409 });
    expect(await rowsOf(`select count() from view_rows where view_id = '${made.body.id}' limit 5`)).toEqual([
      [0],
    ]);
    expect((await call("DELETE", at)).status).toBe(204);
  });

  it("lose whom one deletes, and are stored anew", async () => {
    const made = await view(
      "who",
      "select distinct_id from events group by distinct_id order by distinct_id",
    );
    const at = path(made.body.id);
    expect((await call("POST", `${at}materialize/`)).body).toMatchObject({ status: "Completed" });
    expect(await rowsOf("select distinct_id from who limit 9")).toEqual([["ann"], ["bob"], ["cy"]]);
    const { body } = await call("GET", "persons/?distinct_id=bob");
    const [bob] = body.results as unknown as { id: string }[];
    expect((await call("DELETE", `persons/${bob?.id}/?delete_events=true`)).status).toBe(202);
    const traces = `select count() from view_rows where view_id = '${made.body.id}' and cells like '%bob%' limit 9`;
    await vi.waitFor(
      async () => {
        await runJobs();
        expect(await rowsOf(traces)).toEqual([[0]]);
        expect((await call("GET", at)).body).toMatchObject({ status: "Completed" });
      },
      { timeout: 30_000, interval: 500 },
    );
    expect(await rowsOf("select distinct_id from who limit 9")).toEqual([["ann"], ["cy"]]);
    expect((await call("DELETE", at)).status).toBe(204);
  });

  it("are computed when read again, and leave nothing behind", async () => {
    expect(await rowsOf("select count() > 0 from view_rows")).toEqual([[1]]);
    expect((await call("POST", `${path(id)}revert_materialization/`)).body).toMatchObject({
      is_materialized: false,
      sync_frequency: null,
      last_run_at: null,
    });
    expect(await rowsOf("select count() from view_rows limit 5")).toEqual([[0]]);
    expect(await rowsOf("select plan, number from plans limit 5")).toEqual([["new", 7]]);
    expect((await call("DELETE", path(id))).status).toBe(204);
  });
});
