import type { TestEvent } from "./event-rows.ts";
import { NOW } from "./insight-runner.ts";

export const DAY = 86_400_000;
export const START = Date.parse("2025-12-28T00:00:00Z");
const NAMES = ["view", "cart", "buy", "noise"] as const;

/** Numbers in [0, 1) that are the same in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** People with events before and after their exposure; some see two variants, some none. */
export function project(seed: number): TestEvent[] {
  const next = random(seed);
  const events: TestEvent[] = [];
  const used = new Set<number>();
  const at = (from: number, to: number): string => {
    let time = Math.floor(from + next() * (to - from));
    while (used.has(time)) time += 1;
    used.add(time);
    return new Date(time).toISOString();
  };
  for (let person = 0; person < 300; person++) {
    const user = `user-${person}`;
    const variant = next() < 0.4 ? "control" : next() < 0.67 ? "test" : "bold";
    const call = (response: string, when: string): TestEvent => ({
      event: "$feature_flag_called",
      user,
      at: when,
      properties: {
        $feature_flag: "checkout",
        $feature_flag_response: response,
        plan: person % 3 === 0 ? "pro" : "free",
      },
    });
    if (next() < 0.9) events.push(call(variant, at(START - DAY, NOW)));
    if (next() < 0.3) events.push(call(variant, at(START, NOW)));
    if (next() < 0.05) events.push(call(variant === "control" ? "test" : "control", at(START, NOW)));
    const actions = Math.floor(next() * 12);
    for (let action = 0; action < actions; action++) {
      const event = NAMES[Math.floor(next() * NAMES.length)]!;
      const amount = Math.round(next() * 1000) / 10;
      events.push({ event, user, at: at(START - 10 * DAY, NOW), properties: { amount } });
    }
  }
  return events;
}
