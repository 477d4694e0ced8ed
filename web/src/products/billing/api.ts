import type { ProductKey } from "@edgewise/core/billing/products.ts";
import { queryOptions } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Bill, Limits, Usage } from "@/products/billing/types";

const below = (organizationId: string, path: string) => `/api/organizations/${organizationId}/${path}`;

/** The running month; asked again every 20 seconds, since it is visible within seconds. */
export function billQuery(organizationId: string) {
  return queryOptions({
    queryKey: ["bill", organizationId],
    queryFn: ({ signal }) => api.get<Bill>(below(organizationId, "billing/"), signal),
    refetchInterval: 20_000,
  });
}

export interface UsageQuestion {
  readonly product: ProductKey;
  readonly dateFrom: string;
  readonly dateTo: string;
  readonly groupBy: string;
  /** Absent = all environments. */
  readonly environmentId: number | undefined;
}

export function usageQuery(organizationId: string, question: UsageQuestion) {
  return queryOptions({
    queryKey: ["metered-usage", organizationId, question],
    queryFn: ({ signal }) => {
      const path = withQuery(below(organizationId, "usage/"), {
        product: question.product,
        date_from: question.dateFrom,
        date_to: question.dateTo,
        group_by: question.groupBy,
        environment_id: question.environmentId,
      });
      return api.get<Usage>(path, signal);
    },
    refetchInterval: 20_000,
  });
}

export function saveLimits(
  organizationId: string,
  change: { readonly limits?: Limits["limits"] | null; readonly pause_sdks?: boolean },
): Promise<Limits> {
  return api.patch(below(organizationId, "billing/limits/"), change);
}
