"use client";

/** Hands the browser a file to save. */
export function saveFile(name: string, type: string, content: string | Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  // Some browsers read the address only after the click is done.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
