"use client";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "@/lib/api/error";

/** One cache a browser tab. Refusals are not retried, failures twice; a session that ended asks again who is there. */
export function QueryProvider({ children }: { readonly children: ReactNode }) {
  const [client] = useState(() => {
    const queries: QueryClient = new QueryClient({
      queryCache: new QueryCache({
        onError: (error, query) => {
          const signedOut = error instanceof ApiError && error.status === 401 && query.queryKey[0] !== "me";
          if (signedOut) void queries.invalidateQueries({ queryKey: ["me"] });
        },
      }),
      defaultOptions: {
        queries: {
          staleTime: 15_000,
          refetchOnWindowFocus: false,
          retry: (failures, error) => !(error instanceof ApiError && error.status < 500) && failures < 2,
        },
      },
    });
    return queries;
  });
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
