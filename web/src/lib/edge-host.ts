"use client";
import { useQuery } from "@tanstack/react-query";

/** Origin to which SDKs send; `meanwhile`, by default the page's own origin, until it is known. */
export function useEdgeHost(meanwhile?: string): string {
  const config = useQuery({
    queryKey: ["web-config"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await (await fetch("/config")).json()) as { edge: string },
  });
  return config.data?.edge ?? meanwhile ?? (typeof window === "undefined" ? "" : window.location.origin);
}
