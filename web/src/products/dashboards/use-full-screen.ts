"use client";
import { useEffect } from "react";

/** Fills the screen while `full`, where the browser allows it; leaving that (Escape) calls `onLeave`. */
export function useFullScreen(full: boolean, onLeave: () => void): void {
  useEffect(() => {
    if (!full) return;
    // Refused without a press of a key or button, as after a reload: then the page fills the window alone.
    document.documentElement.requestFullscreen?.().catch(() => undefined);
    const onChange = () => {
      if (!document.fullscreenElement) onLeave();
    };
    document.addEventListener("fullscreenchange", onChange);
    return () => {
      document.removeEventListener("fullscreenchange", onChange);
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    };
  }, [full, onLeave]);
}
