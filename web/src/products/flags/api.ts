import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { ActivityItem, Page } from "@/lib/api/types";
import type { Flag, FlagInput } from "@/products/flags/types";
import { toast } from "@/ui/toast";

const base = (projectId: number) => `/api/projects/${projectId}/feature_flags`;
const listKey = (projectId: number) => ["flags", projectId];

/** All flags of a project (up to 500: searched and filtered in the browser). */
export function flagListQuery(projectId: number) {
  return queryOptions({
    queryKey: listKey(projectId),
    queryFn: ({ signal }) => api.get<Page<Flag>>(withQuery(`${base(projectId)}/`, { limit: 500 }), signal),
  });
}

export function flagQuery(projectId: number, flagId: number) {
  return queryOptions({
    queryKey: ["flag", projectId, flagId],
    queryFn: () => api.get<Flag>(`${base(projectId)}/${flagId}/`),
  });
}

export function flagActivityQuery(projectId: number, flagId: number) {
  return queryOptions({
    queryKey: ["flag-activity", projectId, flagId],
    queryFn: () => api.get<Page<ActivityItem>>(`${base(projectId)}/${flagId}/activity/?limit=50`),
  });
}

/** Switches a flag at once in every list; takes it back when the API refuses. */
export function useToggleFlag(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ flag, active }: { flag: Flag; active: boolean }) =>
      api.patch<Flag>(`${base(projectId)}/${flag.id}/`, { active }),
    onMutate: async ({ flag, active }) => {
      await client.cancelQueries({ queryKey: listKey(projectId) });
      const before = client.getQueryData<Page<Flag>>(listKey(projectId));
      client.setQueryData<Page<Flag>>(listKey(projectId), (page) =>
        page
          ? {
              ...page,
              results: page.results.map((item) => (item.id === flag.id ? { ...item, active } : item)),
            }
          : page,
      );
      return { before };
    },
    onError: (error, { flag, active }, context) => {
      client.setQueryData(listKey(projectId), context?.before);
      toast.error(`${flag.key} could not be switched ${active ? "on" : "off"}.`, error);
    },
    onSuccess: (saved) => client.setQueryData(["flag", projectId, saved.id], saved),
    onSettled: (_saved, _error, { flag }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: listKey(projectId) }),
        client.invalidateQueries({ queryKey: ["flag-states", projectId, flag.id] }),
        client.invalidateQueries({ queryKey: ["flag-activity", projectId, flag.id] }),
      ]),
  });
}

/** Creates (no id) or changes a flag. */
export function useSaveFlag(projectId: number, flagId: number | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: FlagInput) =>
      flagId === null
        ? api.post<Flag>(`${base(projectId)}/`, input)
        : api.patch<Flag>(`${base(projectId)}/${flagId}/`, input),
    onSuccess: async (saved) => {
      client.setQueryData(["flag", projectId, saved.id], saved);
      await Promise.all([
        client.invalidateQueries({ queryKey: listKey(projectId) }),
        client.invalidateQueries({ queryKey: ["flag-states", projectId, saved.id] }),
        client.invalidateQueries({ queryKey: ["flag-activity", projectId, saved.id] }),
      ]);
    },
  });
}

export function useDeleteFlag(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (flagId: number) => api.patch<Flag>(`${base(projectId)}/${flagId}/`, { deleted: true }),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey(projectId) }),
  });
}
