import { culprits, type Sender, spikeOf } from "@edgewise/core/billing/spikes.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { QueryTenant } from "../query/tenant.ts";
import { meterOf } from "./meter.ts";
import { limitTellings, tell } from "./notify.ts";
import { currentBill, dayOf } from "./overview.ts";
import { tellGrace } from "./payments/tell.ts";
import { settleTerms } from "./payments/terms.ts";
import { sameHours, sendersOf, testCells } from "./raw.ts";
import { billingSettings, pushSettings } from "./settings.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Tells the meter its limits again, and people what was reached of them. Answers how much was said. */
export async function watchLimits(tenant: QueryTenant, deps: Deps): Promise<number> {
  await settleTerms(tenant, deps);
  const settings = await billingSettings(tenant, deps);
  await pushSettings(tenant, settings, deps);
  const { limits } = settings;
  let said = await tellGrace(tenant, settings.account, deps);
  if (limits.overall === null && Object.keys(limits.products).length === 0) return said;
  for (const telling of limitTellings(await currentBill(tenant.organizationId, deps), limits))
    if (await tell(tenant, telling, deps)) said++;
  return said;
}

/** Counts anew which events of today and yesterday came from test accounts, as the project's filters say now. */
export async function countTests(tenant: QueryTenant, deps: RegionDeps): Promise<void> {
  const now = deps.now().getTime();
  for (const day of [dayOf(now - DAY_MS), dayOf(now)]) {
    const counts = await testCells(tenant, day, deps);
    if (counts) await meterOf(deps, tenant.organizationId)?.putTests(tenant.environmentId, day, counts);
  }
}

const nameOf = ({ event, sdk, sdkVersion, release }: Sender): string =>
  `"${event}" of ${sdk || "an unknown SDK"}${sdkVersion === "" ? "" : ` ${sdkVersion}`}` +
  `${release === "" ? "" : `, release ${release}`}`;

/** Looks at the last whole hour; tells when it stands out from the days before, and who sent what was more. */
export async function watchSpikes(tenant: QueryTenant, deps: RegionDeps): Promise<boolean> {
  const hour = Math.floor(deps.now().getTime() / HOUR_MS) * HOUR_MS - HOUR_MS;
  const [units = 0, ...before] = await sameHours(tenant, hour, deps);
  const spike = spikeOf(units, before);
  if (!spike) return false;
  const senders = culprits(await sendersOf(tenant, hour, deps), spike);
  const { name } = tenant.project;
  const who = senders.length === 0 ? "" : ` Mostly ${senders.map(nameOf).join("; ")}.`;
  const at = new Date(hour).toISOString().slice(0, 13);
  const telling = {
    subject: `spike ${tenant.environmentId} ${at}`,
    kind: "spike" as const,
    text: `${name}: ${units.toLocaleString("en-US")} events in the hour from ${at}:00 UTC, usually ${Math.round(spike.usual).toLocaleString("en-US")}.${who}`,
    detail: { environment_id: tenant.environmentId, hour: `${at}:00:00Z`, ...spike, senders },
    path: "/billing/limits",
  };
  return await tell(tenant, telling, deps);
}
