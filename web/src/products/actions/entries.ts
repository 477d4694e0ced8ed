import { useQuery } from "@tanstack/react-query";
import { actionListQuery } from "@/products/actions/api";
import type { ProductEntries } from "@/products/manifest";

export const actionEntries: ProductEntries = {
  heading: "Actions",
  useEntries(projectId, enabled) {
    const { data } = useQuery({ ...actionListQuery(projectId), enabled });
    return (data?.results ?? []).map(({ id, name, description }) => ({
      key: String(id),
      title: name,
      hint: description,
      path: `/data/actions/${id}`,
    }));
  },
};
