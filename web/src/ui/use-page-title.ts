"use client";
import { useEffect } from "react";

/** Names the browser's tab after the thing that a page shows; null while it is not known. */
export function usePageTitle(name: string | null): void {
  useEffect(() => {
    if (name) document.title = `${name} · Edgewise`;
  }, [name]);
}
