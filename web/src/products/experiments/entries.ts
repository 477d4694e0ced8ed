import { useQuery } from "@tanstack/react-query";
import { experimentListQuery } from "@/products/experiments/api";
import type { ProductEntries } from "@/products/manifest";

export const experimentEntries: ProductEntries = {
  heading: "Experiments",
  useEntries(projectId, enabled) {
    const { data } = useQuery({ ...experimentListQuery(projectId, false), enabled });
    return (data?.results ?? []).map(({ id, name, feature_flag }) => ({
      key: String(id),
      title: name,
      hint: feature_flag.key,
      path: `/experiments/${id}`,
    }));
  },
};
