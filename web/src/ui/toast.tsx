"use client";
import { useTheme } from "next-themes";
import { Toaster as Sonner, toast as sonner } from "sonner";
import { explainError } from "@/lib/api/error";

/** Where toasts appear; once, in the root layout. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      toastOptions={{
        style: {
          background: "var(--surface)",
          color: "var(--text)",
          border: "1px solid var(--line)",
          borderRadius: "5px",
          fontFamily: "var(--font-sans)",
        },
      }}
    />
  );
}

interface Offer {
  readonly id: string;
  readonly label: string;
  readonly onPress: () => void;
  readonly milliseconds: number;
}

export const toast = {
  success: (text: string) => sonner.success(text),
  /** Says what was attempted and why it failed. */
  error: (what: string, error?: unknown) =>
    sonner.error(what, error === undefined ? {} : { description: explainError(error).detail }),
  /** Offers something to press for a while. */
  ask: (text: string, { id, label, onPress, milliseconds }: Offer) =>
    sonner.warning(text, { id, duration: milliseconds, action: { label, onClick: onPress } }),
  /** Something is done that one press takes back. */
  undo: (text: string, onPress: () => void) =>
    sonner.success(text, { duration: 8000, action: { label: "Undo", onClick: onPress } }),
  dismiss: (id: string) => sonner.dismiss(id),
};
