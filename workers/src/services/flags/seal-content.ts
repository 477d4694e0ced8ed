import type { FlagFilters, FlagState } from "@edgewise/core/flags/types.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import type { Deps } from "../../deps.ts";
import { invalid } from "../../http/errors.ts";
import type { FiltersBody, FlagBody } from "./body.ts";
import { checkAgainst, encodePayloads, parsePayload } from "./check-filters.ts";
import { REDACTED, sealFilters } from "./sealed-payloads.ts";

interface Content {
  readonly filters: FlagFilters | undefined;
  readonly environments: Record<string, FlagState>;
}

/** What a write sets, as it is stored: payloads as JSON text, sealed when the flag keeps secrets. */
export async function sealContent(
  body: Partial<FlagBody>,
  states: Readonly<Record<string, FlagState>>,
  before: FlagRow | null,
  deps: Pick<Deps, "config">,
): Promise<Content> {
  const isRemote = body.is_remote_configuration ?? before?.isRemoteConfiguration ?? false;
  const isSecret = body.has_encrypted_payloads ?? before?.hasEncryptedPayloads ?? false;
  const wasSecret = before?.hasEncryptedPayloads ?? false;
  if (isSecret && !isRemote)
    throw invalid("has_encrypted_payloads", "Only remote configuration can have encrypted payloads.");
  if (isSecret !== wasSecret && before !== null) requireNewPayloads(body);
  const stored = async (given: FiltersBody | FlagFilters, known: FlagFilters | undefined) => {
    const filters = encodePayloads(given as FiltersBody) as FlagFilters;
    if (isSecret) checkSecrets(filters);
    return isSecret ? await sealFilters(filters, known, deps.config.keyring) : filters;
  };
  const named = Object.keys(body.environments ?? {});
  const environments = Object.entries(states).map(async ([id, state]) => {
    if (state.filters === undefined || !named.includes(id)) return [id, state] as const;
    const known = before?.environments[id]?.filters ?? before?.filters;
    return [id, { ...state, filters: await stored(state.filters, known) }] as const;
  });
  return {
    filters: body.filters && (await stored(body.filters, before?.filters)),
    environments: Object.fromEntries(await Promise.all(environments)),
  };
}

/** Once sealed, nothing can be compared with the schema any more. */
function checkSecrets({ payloads, payload_schema: schema }: FlagFilters): void {
  for (const [key, payload] of Object.entries(payloads ?? {})) {
    if (!schema || payload === REDACTED || typeof payload !== "string") continue;
    const attr = `filters__payloads__${key}`;
    checkAgainst(schema, parsePayload(payload, attr), attr);
  }
}

/** Sealed text would be left behind as plain one, or the other way round. */
function requireNewPayloads(body: Partial<FlagBody>): void {
  const payloads = Object.values(body.filters?.payloads ?? {});
  if (payloads.length > 0 && !payloads.includes(REDACTED)) return;
  throw invalid("has_encrypted_payloads", "Send the payloads along when you switch their encryption.");
}
