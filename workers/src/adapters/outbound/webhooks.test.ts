import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createMailer } from "../mail/create.ts";
import { createGuardedFetch } from "./guarded-fetch.ts";
import { refuseName } from "./resolve.ts";
import { createWebhooks } from "./webhooks.ts";

const webhooksOf = (options: Parameters<typeof createGuardedFetch>[0]) =>
  createWebhooks(createGuardedFetch(options));

interface Call {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

let server: Server;
let host: string;
let calls: Call[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    calls.push({ path: request.url ?? "", headers: request.headers, body: JSON.parse(text) });
    const status = Number(/\d{3}/.exec(request.url ?? "")?.[0] ?? 200);
    response.writeHead(status, status === 302 ? { location: "/200" } : {}).end("x".repeat(10_000));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  calls = [];
});

const hook = (target: string) => ({ key: "k1", target, subject: "s", content: { body: { a: 1 } } });

test("a hook gets its JSON and the key, whatever the attempt", async () => {
  const webhooks = webhooksOf({ allowed: [host] });
  expect(await webhooks.send(hook(`http://${host}/hook`))).toEqual({ ok: true });
  expect(calls).toMatchObject([{ path: "/hook", headers: { "idempotency-key": "k1" }, body: { a: 1 } }]);
});

test.each([
  ["302", false, /redirects are not followed/],
  ["404", false, /answered 404: x+$/],
  ["429", true, /answered 429/],
  ["503", true, /answered 503/],
])("an answer of %s", async (status, retry, error) => {
  const sent = await webhooksOf({ allowed: [host] }).send(hook(`http://${host}/${status}`));
  expect(sent).toMatchObject({ ok: false, retry, error: expect.stringMatching(error) });
  expect(calls).toHaveLength(1);
  expect(JSON.stringify(sent).length).toBeLessThan(500);
});

test("nobody listens", async () => {
  const sent = await webhooksOf({ allowed: ["127.0.0.1:1"] }).send(hook("http://127.0.0.1:1/"));
  expect(sent).toMatchObject({ ok: false, retry: true });
});

test("private addresses are not called, by number or by name", async () => {
  const webhooks = webhooksOf({
    allowed: [],
    resolve: async (name) => (name === "evil.test" ? "no" : null),
  });
  for (const url of [`http://${host}/`, `https://${host}/`, "https://localhost/", "https://evil.test/"])
    expect(await webhooks.send(hook(url))).toMatchObject({ ok: false, retry: false });
  expect(calls).toEqual([]);
});

test("a name that can't be resolved is tried again", async () => {
  const resolve = () => Promise.reject(new Error("down"));
  const sent = await webhooksOf({ allowed: [], resolve }).send(hook("https://example.com/"));
  expect(sent).toMatchObject({ ok: false, retry: true });
});

test("public calls go through the guarded way out where there is one", async () => {
  const seen: string[] = [];
  const outbound = {
    fetch: async (url: string) => {
      seen.push(url);
      return new Response("ok");
    },
  } as unknown as Fetcher;
  const webhooks = webhooksOf({ outbound, allowed: [], resolve: () => Promise.reject(new Error("no")) });
  expect(await webhooks.send(hook("https://example.com/x"))).toEqual({ ok: true });
  expect(seen).toEqual(["https://example.com/x"]);
});

test.each([
  [["93.184.215.14"], [], null],
  [["93.184.215.14", "10.0.0.1"], [], /public internet/],
  [["93.184.215.14"], ["::1"], /public internet/],
  [[], [], /no address/],
])("a name with the addresses %j %j", async (v4, v6, expected) => {
  const ask = (async (url: string) => {
    const [type, data] = String(url).endsWith("type=A") ? ([1, v4] as const) : ([28, v6] as const);
    return Response.json({
      Answer: [{ type: 5, data: "cname.test" }, ...data.map((at) => ({ type, data: at }))],
    });
  }) as typeof fetch;
  const refused = await refuseName("x.test", ask);
  if (expected === null) expect(refused).toBeNull();
  else expect(refused).toMatch(expected);
});

test("Slack shows repeats, others know the key", () => {
  const webhooks = webhooksOf({ allowed: [] });
  expect(webhooks.recognisesRepeats("https://hooks.slack.com/services/x")).toBe(false);
  expect(webhooks.recognisesRepeats("https://example.com/")).toBe(true);
});

const message = {
  key: "m1",
  target: "a@b.test",
  subject: "Hello",
  content: { html: "<p>", text: "t", headers: { "List-Unsubscribe": "<https://x.test>" } },
};

test("mail goes out by the provider's API", async () => {
  const config = { provider: "resend", key: "secret", from: "E <e@e.test>", url: `http://${host}` } as const;
  const mailer = createMailer(config);
  expect(await mailer.send(message)).toEqual({ ok: true });
  expect(calls).toMatchObject([
    {
      path: "/emails",
      headers: { authorization: "Bearer secret", "idempotency-key": "m1" },
      body: {
        from: "E <e@e.test>",
        to: ["a@b.test"],
        subject: "Hello",
        html: "<p>",
        text: "t",
        headers: { "List-Unsubscribe": "<https://x.test>" },
      },
    },
  ]);
});

test("without a provider nothing is said to be sent", async () => {
  const config = { provider: "off", key: "", from: "", url: "" } as const;
  expect(await createMailer(config).send(message)).toMatchObject({ ok: false, retry: false });
});
