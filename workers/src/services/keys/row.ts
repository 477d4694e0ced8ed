import type { ApiKeyRow } from "@edgewise/db/mysql/repos/api-keys.ts";
import type { Deps } from "../../deps.ts";
import { maskKey, sha256Hex } from "../../http/hash.ts";

interface KeyInput {
  readonly kind: ApiKeyRow["kind"];
  readonly value: string;
  readonly label: string;
  readonly userId?: string;
  readonly environmentId?: number;
  readonly scopes?: readonly string[];
  readonly scopedTeams?: readonly number[];
  readonly scopedOrganizations?: readonly string[];
  readonly expiresAt?: Date | null | undefined;
}

/** The row of a new key: its hash and mask, never the key. */
export async function keyRow(input: KeyInput, deps: Deps): Promise<ApiKeyRow> {
  return {
    id: deps.newId(),
    kind: input.kind,
    hash: await sha256Hex(input.value),
    label: input.label,
    mask: maskKey(input.value),
    userId: input.userId ?? null,
    environmentId: input.environmentId ?? null,
    scopes: [...(input.scopes ?? [])],
    scopedTeams: [...(input.scopedTeams ?? [])],
    scopedOrganizations: [...(input.scopedOrganizations ?? [])],
    createdAt: deps.now(),
    lastUsedAt: null,
    lastRolledAt: null,
    expiresAt: input.expiresAt ?? null,
    revokedAt: null,
    previousHash: null,
    previousUntil: null,
  };
}
