"use client";
import { useQuery } from "@tanstack/react-query";

/** Origin to which SDKs send; the page's own origin until (or when not) configured. */
export function useEdgeHost(): string {
  const config = useQuery({
    queryKey: ["web-config"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await (await fetch("/config")).json()) as { edge: string },
  });
  return config.data?.edge ?? (typeof window === "undefined" ? "" : window.location.origin);
}
