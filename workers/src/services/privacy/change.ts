import { type MaskingRule, maskingProblem } from "@edgewise/core/privacy/masking.ts";
import { findEnvironment, updateEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { toBase64Url } from "../../http/signed.ts";
import { changesBetween } from "../activity/record.ts";
import { commitConfig } from "../config/commit.ts";
import { type PrivacySettings, privacyOf } from "./settings.ts";

const MAX_RULES = 50;

/** Throws 400 with the place of a rule that can't be. */
export function checkRules(rules: readonly MaskingRule[]): void {
  if (rules.length > MAX_RULES)
    throw invalid(
      "masking",
      `An environment has ${MAX_RULES} rules at most: one can name several properties.`,
    );
  rules.forEach((rule, index) => {
    const problem = maskingProblem(rule);
    if (problem !== null) throw invalid(`masking__${index}__what`, problem);
  });
}

/** Changes settings; the edge follows within a second. Logged. */
export async function changePrivacy(
  access: ProjectAccess,
  change: Partial<PrivacySettings>,
  deps: Deps,
): Promise<PrivacySettings> {
  if (change.masking) checkRules(change.masking);
  return await commitConfig(access, deps, async (tx) => {
    const found = await findEnvironment(access.environmentId, tx);
    if (!found) throw notFound("Project not found.");
    const { settings } = found.environment;
    const before = privacyOf(settings);
    const after = { ...before, ...change };
    const changes = changesBetween("Privacy", { ...before }, { ...after });
    if (changes.length === 0) return { result: after, entries: [] };
    const { anonymize_ips, ...own } = after;
    // Made with the first rule and kept: the same value keeps its code.
    const secret = (settings.privacy as { secret?: string } | undefined)?.secret ?? randomSecret();
    const changed = { ...settings, anonymize_ips, privacy: { ...own, secret } };
    await updateEnvironment(access, tx, access.environmentId, { settings: changed }, deps.now());
    const entry = { scope: "Privacy", itemId: access.environmentId, activity: "updated", changes };
    return { result: after, entries: [{ ...entry, name: found.project.name }] };
  });
}

const randomSecret = (): string => toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
