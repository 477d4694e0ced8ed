import { useQuery } from "@tanstack/react-query";
import { ToggleLeft, ToggleRight } from "lucide-react";
import { flagListQuery } from "@/products/flags/api";
import type { ProductEntries } from "@/products/manifest";

export const flagEntries: ProductEntries = {
  heading: "Feature flags",
  useEntries(projectId, enabled) {
    const { data } = useQuery({ ...flagListQuery(projectId), enabled });
    return (data?.results ?? []).map(({ id, key, name, active }) => ({
      key: String(id),
      title: key,
      hint: name,
      path: `/flags/${id}`,
      icon: active ? ToggleRight : ToggleLeft,
    }));
  },
};
