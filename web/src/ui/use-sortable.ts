"use client";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { sortTarget } from "@/ui/sort-target";

/** Orders a list by dragging handles, with mouse, finger or arrow keys. Give `list` to the parent of the items. */
export function useSortable(count: number, onMove: (from: number, to: number) => void) {
  const list = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const middles = () =>
    [...(list.current?.children ?? [])].slice(0, count).map((item) => {
      const { top, height } = item.getBoundingClientRect();
      return top + height / 2;
    });
  const handle = (index: number) => ({
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.focus();
      let at = index;
      setDragged(at);
      // On the window: the handle itself moves in the document while its item does, which ends a capture.
      const follow = ({ clientY }: { readonly clientY: number }) => {
        const to = sortTarget(middles(), at, clientY);
        if (to === at) return;
        onMove(at, to);
        at = to;
        setDragged(at);
      };
      const stop = () => {
        setDragged(null);
        window.removeEventListener("pointermove", follow);
        window.removeEventListener("pointerup", stop);
        window.removeEventListener("pointercancel", stop);
      };
      window.addEventListener("pointermove", follow);
      window.addEventListener("pointerup", stop);
      window.addEventListener("pointercancel", stop);
    },
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
      const to = index + by;
      if (by === 0 || to < 0 || to >= count) return;
      event.preventDefault();
      const { currentTarget } = event;
      onMove(index, to);
      requestAnimationFrame(() => currentTarget.focus());
    },
  });
  return { list, dragged, handle };
}
