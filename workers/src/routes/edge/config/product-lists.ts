import type { ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";
import { getEnvironment } from "../../../snapshots/get-environment.ts";
import { refusal } from "../capture/answers.ts";
import { type EdgeContext, type SdkHandler, sdkRoute } from "../cors.ts";

/** What SDKs ask for at start, and the key their answer is read from (WIRE.md 1.12). All but early access are empty for now. */
export const PRODUCT_LISTS = {
  "/api/surveys": "surveys",
  "/api/early_access_features": "earlyAccessFeatures",
  "/api/product_tours": "product_tours",
  "/api/web_experiments": "experiments",
} as const;

async function answer(c: EdgeContext, key: string): Promise<Response> {
  const state = await getEnvironment(c.env, c.executionCtx, c.req.query("token") ?? "");
  if (!state) return refusal(401, "Unknown project token.");
  const list = key === PRODUCT_LISTS["/api/early_access_features"] ? featuresOf(c, state.snapshot) : [];
  return Response.json({ [key]: list }, { headers: { "Cache-Control": "no-store" } });
}

/** What a person may opt in to: of the stages that are asked for, by default those in beta. */
function featuresOf(c: EdgeContext, { earlyAccess = [] }: ProjectSnapshot): object[] {
  const stages = c.req.queries("stage") ?? ["beta"];
  return earlyAccess
    .filter(({ stage }) => stages.includes(stage))
    .map(({ id: _id, ...feature }) => ({ ...feature, imageUrl: null }));
}

/** Answers an SDK's `?token=` request; without a token the path belongs to the public API. */
export function productList(key: string): SdkHandler {
  const sdk = sdkRoute((c) => answer(c, key));
  return (c) => (c.req.query("token") === undefined ? c.env.API.fetch(c.req.raw) : sdk(c));
}
