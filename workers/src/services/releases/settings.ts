import { PRESETS } from "@edgewise/core/releases/presets.ts";
import { type GuardSettings, guard } from "@edgewise/core/releases/schema.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import { listMembers } from "@edgewise/db/mysql/repos/organizations.ts";
import { findUser } from "@edgewise/db/mysql/repos/users.ts";
import type { ReleaseNotify } from "@edgewise/db/mysql/schema/guarded-releases.ts";
import type { Deps } from "../../deps.ts";
import { invalid } from "../../http/errors.ts";
import type { FlagActor } from "../flags/actor.ts";
import type { GuardBody, ReleaseBody } from "./body.ts";

/** Guard-rails as they are stored: presets spelled out, each with a name of its own for the history. */
function guardsOf(bodies: readonly GuardBody[], deps: Pick<Deps, "newId">): GuardSettings["guards"] {
  const guards = bodies.map((body) => {
    if (!("preset" in body)) return guard.parse({ ...body, uuid: body.uuid ?? deps.newId() });
    const { name, metric } = PRESETS[body.preset];
    const own = { uuid: body.uuid ?? deps.newId(), name: body.name ?? name, metric };
    return guard.parse(body.margin ? { ...own, margin: body.margin } : own);
  });
  const double = guards.find(({ uuid }, index) =>
    guards.some((other, at) => at < index && other.uuid === uuid),
  );
  if (double) throw invalid("guards", `Two guard-rails have the uuid "${double.uuid}".`, "unique");
  return guards;
}

/** Those addresses that belong to members of the organisation now. */
export async function membersAmong(
  emails: readonly string[],
  actor: FlagActor,
  db: Executor,
): Promise<readonly string[]> {
  if (emails.length === 0) return [];
  const { rows } = await listMembers(actor, db, { limit: 10_000, offset: 0 });
  const known = new Set(rows.map(({ user }) => user.email.toLowerCase()));
  return emails.filter((email) => known.has(email.toLowerCase()));
}

/** A web hook without its path, which is what lets one write there. */
export const maskHook = (url: string): string => `${new URL(url).origin}/…`;

type Rules = Omit<GuardSettings, "guards"> & Pick<ReleaseBody, "guards">;

export function settingsOf(body: Rules, deps: Pick<Deps, "newId">): GuardSettings {
  const { alpha, min_units, exposure, filter_test_accounts, wait_for, hold_when_blind, roll_back_to } = body;
  const guards = guardsOf(body.guards, deps);
  return {
    guards,
    alpha,
    min_units,
    exposure,
    filter_test_accounts,
    wait_for,
    hold_when_blind,
    roll_back_to,
  };
}

/** Who hears of it: members of the organisation; the one who starts it when nobody is named. */
export async function notifyOf(
  actor: FlagActor,
  given: { readonly emails: readonly string[]; readonly webhooks: readonly string[] } | undefined,
  deps: Deps,
): Promise<ReleaseNotify> {
  if (given === undefined) {
    const user = actor.userId === null ? null : await findUser(actor.userId, deps.db);
    return { emails: user ? [user.email] : [], webhooks: [] };
  }
  const members = await membersAmong(given.emails, actor, deps.db);
  const stranger = given.emails.find((email) => !members.includes(email));
  if (stranger)
    throw invalid("notify__emails", `${stranger} is no member of the organisation.`, "does_not_exist");
  return { emails: [...new Set(given.emails)], webhooks: [...new Set(given.webhooks)] };
}
