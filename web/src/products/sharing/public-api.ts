import { useMutation, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { ApiError, parseErrorBody } from "@/lib/api/error";
import type { QueryAnswer } from "@/lib/api/query";
import type { SharedContent } from "@/products/sharing/api";

/** Reads a shared page's API, with the leave that a password gave. */
async function read<T>(path: string, unlock: string | null, signal: AbortSignal): Promise<T> {
  const headers = { accept: "application/json", ...(unlock ? { "x-sharing-unlock": unlock } : {}) };
  // No cookies: a page shows the same to everyone.
  const response = await fetch(`/api/shared/${path}`, { headers, signal, credentials: "omit" });
  const body = (await response.json().catch(() => null)) as T;
  if (!response.ok) throw parseErrorBody(response.status, body, response.headers.get("retry-after"));
  return body;
}

export const useSharedContent = (token: string, unlock: string | null) =>
  useQuery({
    queryKey: ["shared", token, unlock],
    retry: false,
    queryFn: ({ signal }) => read<SharedContent>(`${encodeURIComponent(token)}/`, unlock, signal),
  });

const REFRESH_MS = 300_000;

export const useSharedAnswer = (token: string, unlock: string | null, tile: number, enabled: boolean) =>
  useQuery({
    queryKey: ["shared", token, unlock, tile],
    enabled,
    retry: false,
    refetchInterval: REFRESH_MS,
    queryFn: ({ signal }) =>
      read<QueryAnswer<unknown>>(`${encodeURIComponent(token)}/results/${tile}/`, unlock, signal),
  });

export const useUnlock = (token: string) =>
  useMutation({
    mutationFn: (password: string) =>
      api.post<{ token: string }>(`/api/shared/${encodeURIComponent(token)}/unlock/`, { password }),
  });

export const asksPassword = (error: unknown): boolean => error instanceof ApiError && error.status === 401;
export const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;
