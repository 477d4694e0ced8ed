"use client";
import { useEffect, useRef } from "react";
import { useProject } from "@/lib/project-context";
import { useToggleFlag } from "@/products/flags/api";
import { meaningOf, PRESS_WINDOW_MS } from "@/products/flags/kill-switch/second-press";
import type { Flag } from "@/products/flags/types";
import { isTyping } from "@/shell/shortcuts";
import { toast } from "@/ui/toast";

/**
 * Switches the page's flag off by `k` `k`; the first press asks in a toast, whose button does the same. The function
 * returned asks too. `onChanged` is called after the write.
 */
export function useKillSwitch(flag: Flag | undefined, onChanged: () => void): () => void {
  const project = useProject();
  const { mutate } = useToggleFlag(project.id);
  const askedAt = useRef<number | null>(null);
  const ask = useRef<() => void>(() => undefined);
  const id = flag?.id;

  useEffect(() => {
    if (!flag) return;
    const toastId = `kill-${flag.id}`;
    const disarm = () => {
      askedAt.current = null;
      toast.dismiss(toastId);
    };
    const kill = () => {
      disarm();
      mutate(
        { flag, active: false },
        {
          onSuccess: () => {
            onChanged();
            toast.success(`${flag.key} is switched off here. Every edge has it within seconds.`);
          },
        },
      );
    };
    ask.current = () => {
      if (!flag.active) return void toast.success(`${flag.key} is switched off already.`);
      askedAt.current = performance.now();
      toast.ask(`Press k again to switch ${flag.key} off in this environment.`, {
        id: toastId,
        label: "Switch off",
        onPress: kill,
        milliseconds: PRESS_WINDOW_MS,
      });
    };
    const onKey = (event: KeyboardEvent) => {
      const elsewhere =
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        isTyping(event.target) ||
        document.querySelector("[role=dialog],[role=alertdialog]") !== null;
      const { key, repeat } = event;
      const meaning = meaningOf({ key, repeat, elsewhere, at: performance.now() }, askedAt.current);
      if (meaning === "ignore") return;
      if (meaning === "disarm") return disarm();
      event.preventDefault();
      if (meaning === "kill") kill();
      else ask.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [flag, mutate, onChanged]);

  useEffect(
    () => () => {
      askedAt.current = null;
      if (id !== undefined) toast.dismiss(`kill-${id}`);
    },
    [id],
  );

  return () => ask.current();
}
