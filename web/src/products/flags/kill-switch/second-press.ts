/** How long the first press waits for the second, ms. */
export const PRESS_WINDOW_MS = 4000;

export interface Press {
  readonly key: string;
  readonly at: number;
  /** Held down: the keyboard repeats it. */
  readonly repeat: boolean;
  /** With ⌘, Ctrl or Alt, or typed into a field. */
  readonly elsewhere: boolean;
}

export type Pressed = "ask" | "kill" | "ignore" | "disarm";

/** What a key press means: `k` asks, a second `k` in time kills, any other key takes it back. */
export function meaningOf({ key, at, repeat, elsewhere }: Press, askedAt: number | null): Pressed {
  if (repeat || elsewhere) return "ignore";
  if (key.toLowerCase() !== "k") return askedAt === null ? "ignore" : "disarm";
  return askedAt !== null && at - askedAt <= PRESS_WINDOW_MS ? "kill" : "ask";
}
