import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../api-harness.ts";

let api: TestApi;
let P: string;
const call = (method: string, path: string, body?: unknown) => api.call(method, `${P}/${path}`, body);
const query = (body: unknown, rest: object = {}) => call("POST", "query/", { query: body, ...rest });
const views = { kind: "TrendsQuery", series: [{ kind: "EventsNode", event: "$pageview" }] };

beforeAll(async () => {
  api = await startApi({ warehouse: true });
  P = `/api/projects/${api.account.projectId}`;
});
afterAll(() => api?.dispose());

describe("kept answers", () => {
  it("gives a kept answer while the data is the same, and stale ones only to who takes them", async () => {
    const one = { ...views, interval: "month", series: [{ kind: "EventsNode", event: "counted twice" }] };
    const ask = async (refresh: string) => {
      const { body } = await query(one, { refresh });
      return [body.is_cached, body.results?.[0]?.count];
    };
    const event = { event: "counted twice", distinct_id: "ann", properties: {} };
    expect(await ask("blocking")).toEqual([false, 0]);
    await api.capture([event]);
    await expect.poll(() => ask("blocking"), { timeout: 10_000 }).toEqual([false, 1]);
    expect(await ask("blocking")).toEqual([true, 1]);
    await api.capture([event]);
    await expect.poll(() => ask("lazy_async"), { timeout: 10_000 }).toEqual([true, 2]);
    expect(await ask("force_blocking")).toEqual([false, 2]);
  });
});

describe("async modes", () => {
  const twice = { ...views, series: [{ kind: "EventsNode", event: "counted twice" }] };
  const polled = async (id: string) => {
    await expect
      .poll(async () => (await call("GET", `query/${id}/`)).status, { timeout: 20_000 })
      .not.toBe(202);
    return await call("GET", `query/${id}/`);
  };

  it("answers async modes at once, and computes what is not kept while they poll", async () => {
    const asked = { refresh: "force_async", client_query_id: "c1" };
    const { status, body } = await query(twice, asked);
    expect(status).toBe(202);
    expect(body).toEqual({
      query_status: expect.objectContaining({ id: "c1", complete: false, error: false, results: null }),
    });
    const { body: found } = await polled("c1");
    expect(found).toMatchObject({
      query_status: { id: "c1", complete: true, error: false, results: { results: [{ count: 2 }] } },
    });
    const kept = await query(twice, { refresh: "async", client_query_id: "c2" });
    expect(kept).toMatchObject({
      status: 200,
      body: { is_cached: true, results: [{ count: 2 }], query_status: { id: "c2", complete: true } },
    });
    expect((await call("GET", "query/c2/")).body).toMatchObject({
      query_status: { id: "c2", complete: true },
    });
    expect(await call("GET", "query/unknown/")).toMatchObject({ status: 404 });
    expect(await call("DELETE", "query/c1/")).toMatchObject({
      status: 200,
      body: { message: "Query cancelled" },
    });
  });

  it("says why an async query failed, and ends one that is cancelled", async () => {
    const broken = {
      kind: "HogQLQuery",
      query: "select intDiv(1, length(event) - length(event)) from events",
    };
    expect((await query(broken, { refresh: "async", client_query_id: "c3" })).status).toBe(202);
    expect(await polled("c3")).toMatchObject({
      status: 400,
      body: {
        query_status: { complete: true, error: true, error_message: expect.stringMatching(/division/i) },
      },
    });
    const slow = {
      kind: "HogQLQuery",
      query: "select sum(sipHash64(a.number, b.number)) from numbers(100000) a cross join numbers(100000) b",
    };
    expect((await query(slow, { refresh: "async", client_query_id: "c4" })).status).toBe(202);
    expect((await call("DELETE", "query/c4/")).status).toBe(200);
    expect(await polled("c4")).toMatchObject({
      status: 400,
      body: { query_status: { complete: true, error: true, error_message: "The query was cancelled." } },
    });
    expect((await query({ kind: "Nonsense" }, { refresh: "async" })).status).toBe(400);
  });
});

describe("progress", () => {
  const endless = {
    kind: "HogQLQuery",
    query: "select sum(sipHash64(a.number, b.number)) from numbers(1000000) a cross join numbers(1000000) b",
  };
  const status = async (id: string) => {
    const { status, body } = await call("GET", `query/${id}/?show_progress=true`);
    return { code: status, ...(body.query_status as object) };
  };
  const progress = {
    rows_read: expect.any(Number),
    bytes_read: expect.any(Number),
    estimated_rows_total: expect.any(Number),
    time_elapsed: expect.any(Number),
    active_cpu_time: expect.any(Number),
  };
  const running = (id: string) =>
    expect
      .poll(() => status(id), { timeout: 30_000 })
      .toMatchObject({ code: 202, id, complete: false, query_progress: progress });

  it("tells those who ask how far a query is that computes within its request", async () => {
    const answer = query(endless, { client_query_id: "p1" });
    await running("p1");
    expect((await call("GET", "query/p1/")).body).toMatchObject({ query_status: { query_progress: null } });
    expect((await call("DELETE", "query/p1/")).status).toBe(200);
    expect(await answer).toMatchObject({ status: 409, body: { code: "query_cancelled" } });
    expect(await status("p1")).toMatchObject({ code: 400, complete: true, query_progress: null });
  });

  it("takes a query up again whose process died, and gives up on one that always dies", async () => {
    expect((await query(views, { refresh: "force_async", client_query_id: "p2" })).status).toBe(202);
    expect((await query(endless, { refresh: "force_async", client_query_id: "p3" })).status).toBe(202);
    for (let start = 1; start <= 3; start++) {
      await running("p3");
      await api.restart({});
    }
    await expect
      .poll(() => status("p3"), { timeout: 30_000 })
      .toMatchObject({ code: 400, error_message: "The query was interrupted too often." });
    await expect
      .poll(() => status("p2"), { timeout: 30_000 })
      .toMatchObject({ code: 200, complete: true, results: { results: [{ count: expect.any(Number) }] } });
  });
});

describe("export", () => {
  const big = {
    kind: "HogQLQuery",
    query: "select number as n, toString(number) as text from numbers(150000)",
  };

  it("streams all rows, past the limits of an answer", async () => {
    const ask = async (format: string) =>
      await api.api(`${P}/query/export/`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${api.account.personalApiKey}`,
        },
        body: JSON.stringify({ query: big, format }),
      });
    const csv = await ask("csv");
    expect(csv.headers.get("content-disposition")).toContain("query.csv");
    const lines = (await csv.text()).trimEnd().split("\r\n");
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([150_001, "n,text", "149999,149999"]);
    const rows = (await (await ask("json")).json()) as unknown[];
    expect([rows.length, rows[0]]).toEqual([150_000, { n: 0, text: "0" }]);
  });

  it("is a link too", async () => {
    const query = encodeURIComponent(JSON.stringify({ kind: "DataVisualizationNode", source: big }));
    const headers = { authorization: `Bearer ${api.account.personalApiKey}` };
    const answer = await api.api(`${P}/query/export/?format=ndjson&query=${query}`, { headers });
    expect((await answer.text()).split("\n")[5]).toBe('{"n":5,"text":"5"}');
  });

  it.each<[object, string | null]>([
    [{ query: views }, "query"],
    [{ query: { kind: "HogQLQuery", query: "select nothing from events" } }, null],
    [{ query: big, format: "xlsx" }, "format"],
  ])("refuses %j", async (body, attr) => {
    expect(await call("POST", "query/export/", body)).toMatchObject({ status: 400, body: { attr } });
  });
});
