import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import { invalid } from "../../http/errors.ts";
import { isSealed, type Keyring, seal, unseal } from "../secrets/seal.ts";

/** What everyone reads in place of an encrypted payload; written back, it means "as it was". */
export const REDACTED = '"********* (encrypted)"';
/** Filters as they are stored: each payload sealed, those that came back redacted as they were `before`. */
export async function sealFilters(
  filters: FlagFilters,
  before: FlagFilters | undefined,
  keyring: Keyring,
): Promise<FlagFilters> {
  const payloads = Object.entries(filters.payloads ?? {}).map(async ([name, payload]) => {
    const text = String(payload);
    if (isSealed(text) && (await unseal(text, "flag payloads", keyring)) !== null)
      return [name, text] as const;
    if (text !== REDACTED)
      return [name, await seal(requireJson(text, name), "flag payloads", keyring)] as const;
    const kept = before?.payloads?.[name];
    if (kept === undefined || kept === null)
      throw invalid(`filters__payloads__${name}`, "There is no earlier payload to keep: send the new one.");
    return [name, kept] as const;
  });
  return { ...filters, payloads: Object.fromEntries(await Promise.all(payloads)) };
}

function requireJson(text: string, name: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw invalid(`filters__payloads__${name}`, "A payload must be valid JSON.");
  }
}

/** Filters as they are shown. */
export function redactFilters(filters: FlagFilters): FlagFilters {
  const names = Object.keys(filters.payloads ?? {});
  return { ...filters, payloads: Object.fromEntries(names.map((name) => [name, REDACTED])) };
}
