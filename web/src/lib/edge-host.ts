"use client";
import { useQuery } from "@tanstack/react-query";

/** What the deployment tells the browser. */
const useConfig = () =>
  useQuery({
    queryKey: ["web-config"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => (await (await fetch("/config")).json()) as { edge: string; mailbox: boolean },
  });

/** Origin to which SDKs send; `meanwhile`, by default the page's own origin, until it is known. */
export function useEdgeHost(meanwhile?: string): string {
  const config = useConfig();
  return config.data?.edge ?? meanwhile ?? (typeof window === "undefined" ? "" : window.location.origin);
}

/** Whether mails stay on this machine, to be read at `/mailbox`. */
export const useMailbox = (): boolean => useConfig().data?.mailbox ?? false;
