import * as z from "zod";
import { notFound } from "../../../http/errors.ts";
import { sameSecret } from "../../../http/hash.ts";
import { openMetrics } from "../../../http/open-metrics.ts";
import { parseInput, readJson } from "../../../http/parse.ts";
import { placeOfKey } from "../../../http/place-of-key.ts";
import { requestMetrics } from "../../../http/request-log.ts";
import { isScope, type Scope } from "../../../http/scopes.ts";
import type { ApiContext, ApiHono } from "../../../http/types.ts";
import { runJobs } from "../../../jobs/index.ts";
import { ensureDevAccount } from "../../../services/accounts/ensure-dev-account.ts";
import { refundInvoice } from "../../../services/billing/payments/invoice-actions.ts";
import { checkHealth } from "../../../services/health/check.ts";
import { verifyKey } from "../../../services/keys/verify.ts";
import { eventMetrics } from "../../../services/operations/event-metrics.ts";
import { everyRegion } from "../../../services/regions/in-region.ts";
import { resealAll } from "../../../services/secrets/reseal.ts";
import { unseal } from "../../../services/secrets/seal.ts";

const account = z.object({
  email: z.email(),
  password: z.string().min(8),
  firstName: z.string().default("Dev"),
  organizationName: z.string().min(1),
  projectName: z.string().min(1),
  projectToken: z.string().regex(/^phc_\w{20,}$/),
  personalApiKey: z.string().regex(/^phx_\w{20,}$/),
  secretApiKey: z.string().regex(/^phs_\w{20,}$/),
});

const refund = z.object({
  organizationId: z.string(),
  invoiceId: z.string(),
  cents: z.number().int().positive(),
  /** Made up by the caller: the same one again gives nothing back twice. */
  key: z.string().min(1).max(100),
});

const question = z.object({
  key: z.string().max(512),
  projectId: z.number().int(),
  scope: z.string().refine(isScope, "Unknown scope."),
});

/** Routes for the edge Worker and `npm start`; the edge answers 404 for their paths to everyone else. */
export function registerInternal(app: ApiHono): void {
  app.post("/api/_internal/bootstrap", async (c) => {
    await requireInternalKey(c);
    return c.json(await ensureDevAccount(parseInput(account, await readJson(c)), c.get("deps")));
  });
  app.post("/api/_internal/scheduled", async (c) => {
    await requireInternalKey(c);
    const deps = c.get("deps");
    const { at } = parseInput(z.object({ at: z.number().int().optional() }), await readJson(c));
    return c.json(await runJobs(at === undefined ? deps : { ...deps, now: () => new Date(at) }));
  });
  app.post("/api/_internal/refund", async (c) => {
    await requireInternalKey(c);
    const { organizationId, ...order } = parseInput(refund, await readJson(c));
    const { status, payment } = await refundInvoice({ organizationId }, order, c.get("deps"));
    return c.json({ status, payment });
  });
  app.post("/api/_internal/verify-key", async (c) => {
    const { key, projectId, scope } = parseInput(question, await readJson(c));
    return c.json({ ok: await verifyKey({ key, projectId, scope: scope as Scope }, c.get("deps")) });
  });
  app.post("/api/_internal/place-of-key", async (c) => {
    const { key } = parseInput(z.object({ key: z.string().max(512) }), await readJson(c));
    return c.json({ environmentId: await placeOfKey(c, key) });
  });
  app.post("/api/_internal/unseal", async (c) => {
    const { text } = parseInput(z.object({ text: z.string() }), await readJson(c));
    return c.json({ payload: await unseal(text, "flag payloads", c.get("deps").config.keyring) });
  });
  app.post("/api/_internal/reseal", async (c) => {
    await requireInternalKey(c);
    return c.json(await resealAll(c.get("deps")));
  });
  app.get("/api/_internal/metrics", async (c) => {
    const { metricsKey } = c.get("deps").config;
    const given = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? "";
    if (metricsKey === null || !(await sameSecret(given, metricsKey))) throw notFound();
    const stats = everyRegion(c.get("deps")).map(({ partitions }) => partitions.stats());
    const partitions = (await Promise.all(stats)).flat();
    return c.text(openMetrics([...eventMetrics(partitions), ...requestMetrics()]));
  });
  app.get("/api/_internal/health", async (c) => {
    const health = await checkHealth(c.get("deps"));
    return c.json(health, health.status === "ok" ? 200 : 503);
  });
}

/** Without the binding the route does not exist; a wrong key looks the same. */
async function requireInternalKey(c: ApiContext): Promise<void> {
  const expected = c.get("deps").config.internalKey;
  const given = c.req.header("x-internal-key") ?? "";
  if (expected === null || !(await sameSecret(given, expected))) throw notFound();
}
