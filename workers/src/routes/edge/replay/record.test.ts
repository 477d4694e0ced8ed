import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CaptureFixture, startCapture, TOKEN } from "../../../../test/capture-fixture.ts";

let edge: CaptureFixture;
beforeAll(async () => {
  edge = await startCapture();
});
afterAll(() => edge.dispose());
beforeEach(() => edge.taken());

const UUID = "01a2016f-00b5-738d-aeee-0db46583c2f1";
/** Compressed rrweb events travel as one character a byte; lone surrogates may occur in page text. */
const BINARY = `\u001f\u008b\u0000\u00ff${String.fromCharCode(0xd800)}x`;
const snapshot = (change: object = {}, properties: object = {}) => ({
  uuid: UUID,
  event: "$snapshot",
  properties: {
    token: TOKEN,
    distinct_id: "u",
    $session_id: "s",
    $window_id: "w",
    $snapshot_data: [{ type: 2, data: BINARY, timestamp: Date.now(), cv: "2024-10" }],
    ...properties,
  },
  ...change,
});

async function post(body: unknown, path = "/s/") {
  const response = await edge.fetch(path, {
    method: "POST",
    body: gzipSync(JSON.stringify(body)),
    headers: { "content-type": "text/plain", origin: "https://a.example" },
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const rows = async () =>
  (await edge.taken()).batches.flatMap((batch) => batch.recordings ?? []).map(({ row }) => JSON.parse(row));

describe("/s/", () => {
  it.each(["/s/", "/s", "/s/?ip=1&_=1795320378752&ver=1.449.2&compression=gzip-js"])(
    "stores at %s",
    async (path) => {
      const { status, text, headers } = await post([snapshot()], path);
      expect([status, JSON.parse(text)]).toEqual([200, { status: 1 }]);
      expect(headers.get("access-control-allow-origin")).toBe("https://a.example");
      const [row] = await rows();
      expect(row).toMatchObject({
        environment_id: 1,
        session_id: "s",
        window_id: "w",
        distinct_id: "u",
        uuid: UUID,
      });
    },
  );

  it("keeps every character of the block", async () => {
    await post([snapshot()]);
    const [row] = await rows();
    const stored = await edge.fetch(`/__r2/${encodeURIComponent(row.object_key)}`);
    const bytes = Buffer.from(await stored.arrayBuffer());
    expect(bytes.byteLength).toBe(row.bytes);
    const block = JSON.parse(gunzipSync(bytes).toString());
    expect(block.window_id).toBe("w");
    expect(block.data[0].data).toBe(BINARY);
  });

  it("hands the same key to the partition when a block is sent again", async () => {
    await post([snapshot()]);
    await post([snapshot()]);
    expect((await rows()).map((row) => row.object_key)).toEqual([
      `recordings/1/s/${UUID}`,
      `recordings/1/s/${UUID}`,
    ]);
  });

  it("refuses bad items alone and records why", async () => {
    const bad = snapshot({}, { $session_id: "" });
    expect((await post([snapshot(), bad, snapshot({ event: "$pageview" })])).status).toBe(200);
    const { batches } = await edge.taken();
    expect(batches.flatMap((batch) => batch.recordings ?? []).length).toBe(1);
    expect(batches.flatMap((batch) => batch.rejections)).toMatchObject([
      { reason: "missing_session_id", lane: "recordings" },
      { reason: "not_a_snapshot", lane: "recordings" },
    ]);
  });

  it.each<[string, unknown, number]>([
    ["nothing usable", [snapshot({}, { $snapshot_data: "x" })], 400],
    ["unknown token", [snapshot({}, { token: "phc_unknown" })], 401],
    ["no token", [snapshot({}, { token: "" })], 401],
    ["empty", [], 400],
  ])("%s", async (_name, body, expected) => {
    expect((await post(body)).status).toBe(expected);
  });

  it("answers 503 while the index can't be written", async () => {
    await edge.setFull(true);
    const { status, headers } = await post([snapshot()]);
    await edge.setFull(false);
    expect([status, headers.get("retry-after")]).toEqual([503, "7"]);
  });

  it("stores nothing over the limit and says so", async () => {
    await edge.configure({}, ["recordings"]);
    const other = "01a2016f-00b5-738d-aeee-0db46583c2f2";
    const { text } = await post([snapshot({ uuid: other })]);
    await edge.configure({});
    expect(JSON.parse(text)).toEqual({ status: 1, quota_limited: ["recordings"] });
    expect((await edge.taken()).batches).toMatchObject([{ overLimit: { recordings: 1 } }]);
    expect((await edge.fetch(`/__r2/${encodeURIComponent(`recordings/1/s/${other}`)}`)).status).toBe(404);
  });
});
