"use client";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { QueryProvider } from "@/lib/query-client";
import { Toaster } from "@/ui/toast";
import { TooltipProvider } from "@/ui/tooltip";

interface ProvidersProps {
  /** Of the answer: the theme is chosen by an inline script, before anything is drawn. */
  readonly nonce: string | null;
  readonly children: ReactNode;
}

/** Everything that pages find in their context. */
export function Providers({ nonce, children }: ProvidersProps) {
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      {...(nonce ? { nonce } : {})}
    >
      <QueryProvider>
        <NuqsAdapter>
          <TooltipProvider>
            {children}
            <Toaster />
          </TooltipProvider>
        </NuqsAdapter>
      </QueryProvider>
    </ThemeProvider>
  );
}
