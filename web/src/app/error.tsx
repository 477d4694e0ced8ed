"use client";
import { ErrorState } from "@/ui/states";

export default function PageError({ error, reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <main className="mx-auto max-w-xl py-16">
      <ErrorState error={error} onRetry={reset} title="This page failed to show." />
    </main>
  );
}
