import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startApi, type TestApi } from "../api-harness.ts";

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly service: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}
interface OtlpAttribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string };
}
type OtlpSpan = Omit<Span, "attributes" | "service"> & { readonly attributes: readonly OtlpAttribute[] };

let t: TestApi;
let collector: Server;
const spans: Span[] = [];
const keys = new Set<string | undefined>();

const valuesOf = (list: readonly OtlpAttribute[]) =>
  Object.fromEntries(list.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));

/** A collector as OTLP over HTTP describes it. */
function keep(body: string): void {
  const { resourceSpans } = JSON.parse(body) as {
    resourceSpans: { resource: { attributes: OtlpAttribute[] }; scopeSpans: { spans: OtlpSpan[] }[] }[];
  };
  for (const { resource, scopeSpans } of resourceSpans) {
    const service = String(valuesOf(resource.attributes)["service.name"]);
    for (const { spans: some } of scopeSpans)
      spans.push(...some.map((span) => ({ ...span, service, attributes: valuesOf(span.attributes) })));
  }
}

beforeAll(async () => {
  collector = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    keys.add(request.headers["x-key"]?.toString());
    if (request.url === "/v1/traces") keep(Buffer.concat(chunks).toString());
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const { port } = collector.address() as AddressInfo;
  t = await startApi({
    warehouse: true,
    vars: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_HEADERS: "x-key=of%20the%20collector",
    },
  });
}, 120_000);
afterAll(async () => {
  await t?.dispose();
  collector?.close();
});

const arrived = (find: (span: Span) => boolean): Promise<Span> =>
  vi.waitFor(
    () => {
      const span = spans.find(find);
      if (!span) throw new Error(`not among ${spans.map(({ name }) => name).join(", ")}`);
      return span;
    },
    { timeout: 15_000, interval: 100 },
  );

test("a query is one trace, from the edge to the engines", async () => {
  const query = { kind: "HogQLQuery", query: "select 'a secret of the tenant'" };
  const answer = await t.edge("/api/projects/1/query/?who=ann", {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${t.account.personalApiKey}` },
    body: JSON.stringify({ query }),
  });
  expect(answer.status).toBe(200);
  await answer.text();
  const edge = await arrived(({ service, name }) => service === "edgewise-edge" && name === "POST /api/*");
  const api = await arrived(
    ({ service, parentSpanId }) => service === "edgewise-api" && parentSpanId === edge.spanId,
  );
  expect(api).toMatchObject({
    traceId: edge.traceId,
    name: "POST /api/projects/:project_id/query",
    attributes: {
      "http.response.status_code": 200,
      "edgewise.request_id": answer.headers.get("x-request-id"),
    },
  });
  const within = (name: string) => arrived((span) => span.name === name && span.traceId === edge.traceId);
  expect(await within("mysql")).toMatchObject({ parentSpanId: api.spanId });
  const rows = (count: number) => (span: Span) => span.attributes["db.response.returned_rows"] === count;
  expect(await arrived((span) => span.traceId === edge.traceId && rows(1)(span))).toMatchObject({
    name: "warehouse query",
    parentSpanId: api.spanId,
  });
  expect(keys).toEqual(new Set(["of the collector"]));
  expect(JSON.stringify(spans)).not.toMatch(/secret of the tenant|who=ann/);
});

test("what is captured is seen at the edge and when it reaches the warehouse", async () => {
  await t.capture([{ event: "seen", distinct_id: "ann" }]);
  const edge = await arrived(({ name }) => name === "POST /batch");
  expect(edge.attributes["http.response.status_code"]).toBe(200);
  const insert = await arrived(
    ({ name, attributes }) => name === "warehouse insert" && attributes["db.collection.name"] === "events",
  );
  expect(insert).toMatchObject({ service: "edgewise-partition" });
});

test("a stranger's own trace decides nothing", async () => {
  const theirs = "4bf92f3577b34da6a3ce929d0e0e4736";
  const headers = { traceparent: `00-${theirs}-00f067aa0ba902b7-00`, "x-mark": "1" };
  const before = spans.filter(({ name }) => name === "GET /_health").length;
  expect((await t.edge("/_health", { headers })).status).toBe(200);
  await vi.waitFor(
    () => expect(spans.filter(({ name }) => name === "GET /_health").length).toBe(before + 1),
    {
      timeout: 10_000,
    },
  );
  expect(spans.map(({ traceId }) => traceId)).not.toContain(theirs);
});

test("a collector that is gone costs no answer", async () => {
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
  expect((await t.call("GET", "/api/projects/1/")).status).toBe(200);
  await t.capture([{ event: "still", distinct_id: "ann" }]);
});
