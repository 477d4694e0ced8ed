import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import { type FlagRow, secretFlags, updateFlag } from "@edgewise/db/mysql/repos/flags.ts";
import { allIdentityProviders, resealIdentityProvider } from "@edgewise/db/mysql/repos/identity-providers.ts";
import { allTwoFactors, resealTwoFactor } from "@edgewise/db/mysql/repos/second-factors.ts";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import type { Deps } from "../../deps.ts";
import { commitConfig } from "../config/commit.ts";
import { resealHistory } from "./reseal-history.ts";
import { anew, isStale, type Keyring } from "./seal.ts";

/** How many secrets were sealed under the newest key. */
export interface Resealed {
  readonly flags: number;
  /** Earlier versions of flags, and changes of flags that were asked for. */
  readonly history: number;
  readonly providers: number;
  readonly secondFactors: number;
}

/** Seals everything that still lies under an older key under the newest one: afterwards the older may go. */
export async function resealAll(deps: Deps): Promise<Resealed> {
  return {
    flags: await resealFlags(deps),
    history: await resealHistory(deps),
    providers: await resealProviders(deps),
    secondFactors: await resealSecondFactors(deps),
  };
}

async function resealProviders({ db, config }: Deps): Promise<number> {
  const stale = (await allIdentityProviders(db)).filter((row) => isStale(row.clientSecret, config.keyring));
  for (const row of stale)
    await resealIdentityProvider(row, db, await anew(row.clientSecret, "identity providers", config.keyring));
  return stale.length;
}

async function resealFlags(deps: Deps): Promise<number> {
  const { keyring } = deps.config;
  let count = 0;
  for (const { flag, organizationId } of await secretFlags(deps.db)) {
    const parts = [flag.filters, ...Object.values(flag.environments).map(({ filters }) => filters)];
    if (
      !parts.some((filters) => Object.values(filters?.payloads ?? {}).some((text) => isStale(text, keyring)))
    )
      continue;
    const change = await resealed(flag, keyring);
    const actor = { organizationId, projectId: flag.projectId, userId: null };
    await commitConfig(actor, deps, async (tx) => {
      const { id, projectId: _projectId, ...columns } = flag;
      // Copies of flags are known by their version. One that was changed meanwhile is sealed by its writer.
      await updateFlag(actor, tx, id, flag.version, { ...columns, ...change, version: flag.version + 1 });
      return { result: undefined, entries: [] };
    });
    count++;
  }
  return count;
}

async function resealed(flag: FlagRow, keyring: Keyring): Promise<Pick<FlagRow, "filters" | "environments">> {
  const of = async (filters: FlagFilters): Promise<FlagFilters> => {
    const payloads = Object.entries(filters.payloads ?? {}).map(
      async ([name, text]) =>
        [name, isStale(text, keyring) ? await anew(String(text), "flag payloads", keyring) : text] as const,
    );
    return { ...filters, payloads: Object.fromEntries(await Promise.all(payloads)) };
  };
  const environments = Object.entries(flag.environments).map(
    async ([id, state]) =>
      [id, state.filters?.payloads ? { ...state, filters: await of(state.filters) } : state] as const,
  );
  return {
    filters: await of(flag.filters),
    environments: Object.fromEntries(await Promise.all(environments)),
  };
}

/** better-auth seals these itself, under the same keys: its envelope names the version. */
async function resealSecondFactors({ db, config }: Deps): Promise<number> {
  const [newest] = config.encryptionKeys;
  if (!newest) return 0;
  const key = {
    keys: new Map(config.encryptionKeys.map(({ version, value }) => [version, value])),
    currentVersion: newest.version,
    legacySecret: config.authSecret,
  };
  const stale = (await allTwoFactors(db)).filter(
    ({ secret }) => !secret.startsWith(`$ba$${newest.version}$`),
  );
  for (const row of stale) {
    const secret = await symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data: row.secret }) });
    const codes = await symmetricDecrypt({ key, data: row.backupCodes });
    await resealTwoFactor(row, db, { secret, backupCodes: await symmetricEncrypt({ key, data: codes }) });
  }
  return stale.length;
}
