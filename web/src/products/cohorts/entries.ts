import { useQuery } from "@tanstack/react-query";
import { cohortListQuery } from "@/products/cohorts/api";
import type { ProductEntries } from "@/products/manifest";

export const cohortEntries: ProductEntries = {
  heading: "Cohorts",
  useEntries(projectId, enabled) {
    const { data } = useQuery({ ...cohortListQuery(projectId), enabled });
    return (data?.results ?? []).map(({ id, name, description }) => ({
      key: String(id),
      title: name || `Cohort ${id}`,
      hint: description,
      path: `/cohorts/${id}`,
    }));
  },
};
