import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { insightListQuery, insightName } from "@/products/insights/saved/api";
import type { ProductEntries } from "@/products/manifest";

export const insightEntries: ProductEntries = {
  heading: "Insights",
  useEntries(projectId, enabled, search) {
    const asked = { search, kind: "", tag: "", favorited: false, mine: false, offset: 0 };
    const { data } = useQuery({
      ...insightListQuery(projectId, asked),
      enabled,
      placeholderData: keepPreviousData,
    });
    return (data?.results ?? []).map((insight) => ({
      key: insight.short_id,
      title: insightName(insight),
      hint: insight.description,
      path: `/insights/${insight.short_id}`,
    }));
  },
};
