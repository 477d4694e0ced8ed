import { elementsChain } from "./elements.ts";
import { cut, DISTINCT_ID_LIMIT } from "./limits.ts";
import type { IdentityRequest, JsonObject, JsonValue } from "./types.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BARE_UUID = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The canonical form of a client's uuid; undefined when it is none, null when there was none. */
export function canonicalUuid(value: JsonValue | undefined): string | null | undefined {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value !== "string") return undefined;
  if (UUID.test(value)) return value;
  const uuid = value.toLowerCase();
  if (UUID.test(uuid)) return uuid;
  const bare = BARE_UUID.exec(uuid.trim());
  return bare ? bare.slice(1).join("-") : undefined;
}

export const plainText = (value: JsonValue | undefined): string => (typeof value === "string" ? value : "");

/** The other ID of a merge is cut like any distinct ID. */
export function bounded(request: IdentityRequest | undefined): IdentityRequest | undefined {
  if (request?.kind !== "merge" || request.source.length <= DISTINCT_ID_LIMIT) return request;
  return { ...request, source: cut(request.source, DISTINCT_ID_LIMIT) };
}

export function chainOf(properties: JsonObject): string {
  const chain = plainText(properties.$elements_chain);
  if (properties.$elements === undefined) return chain;
  const converted = chain === "" ? elementsChain(properties.$elements) : chain;
  delete properties.$elements;
  return converted;
}

/** posthog-js says in `$$client_ingestion_warning_message` why it dropped events. */
export function clientWarning(properties: JsonObject): string | undefined {
  const message = plainText(properties.$$client_ingestion_warning_message);
  return message === "" ? undefined : message.slice(0, 500);
}
