import { callApi, type Place } from "./client.ts";

/** What the CLI reads of a flag. */
export interface Flag {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly active: boolean;
  readonly status: string;
  readonly version: number;
  readonly tags: readonly string[];
  readonly is_remote_configuration: boolean;
  readonly has_encrypted_payloads: boolean;
  readonly last_called_at: string | null;
  readonly filters: {
    readonly groups: readonly {
      readonly rollout_percentage?: number | null;
      readonly properties?: readonly object[] | null;
    }[];
    readonly multivariate?: {
      readonly variants: readonly { readonly key: string; readonly rollout_percentage: number }[];
    } | null;
    readonly payloads?: Readonly<Record<string, unknown>> | null;
    readonly payload_schema?: Readonly<Record<string, unknown>> | null;
  };
  readonly environments: Readonly<Record<string, { readonly filters?: Flag["filters"] }>>;
}

interface Page {
  readonly count: number;
  readonly results: readonly Flag[];
}

const PAGE = 500;

/** Every live flag of the project, by key. */
export async function allFlags(place: Place, search = ""): Promise<Flag[]> {
  const found: Flag[] = [];
  for (;;) {
    const query = new URLSearchParams({
      limit: String(PAGE),
      offset: String(found.length),
      order: "key",
      search,
    });
    const page = await callApi<Page>(place, "GET", `feature_flags/?${query}`);
    found.push(...page.results);
    if (found.length >= page.count || page.results.length === 0) return found;
  }
}

export const oneFlag = (place: Place, key: string): Promise<Flag> =>
  callApi<Flag>(place, "GET", `feature_flags/${encodeURIComponent(key)}/`);

/** The flag in a few words: off, on for whom, or its variants. */
export function describeRollout({ active, filters }: Pick<Flag, "active" | "filters">): string {
  if (!active) return "off";
  const shares = filters.groups.map(({ rollout_percentage: share, properties }) => {
    const filtered = (properties ?? []).length > 0 ? ` of ${properties!.length} filter(s)` : "";
    return `${share ?? 100}%${filtered}`;
  });
  const variants = filters.multivariate?.variants ?? [];
  const split = variants.map(({ key, rollout_percentage: share }) => `${key} ${share}%`).join(", ");
  return `${shares.join(" | ") || "nobody"}${split === "" ? "" : ` (${split})`}`;
}
