import { useQuery } from "@tanstack/react-query";
import { dashboardListQuery } from "@/products/dashboards/api";
import type { ProductEntries } from "@/products/manifest";

export const dashboardEntries: ProductEntries = {
  heading: "Dashboards",
  useEntries(projectId, enabled) {
    const { data } = useQuery({ ...dashboardListQuery(projectId), enabled });
    return (data?.results ?? []).map(({ id, name, description }) => ({
      key: String(id),
      title: name,
      hint: description,
      path: `/dashboards/${id}`,
    }));
  },
};
