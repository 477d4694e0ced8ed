import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { project } from "./projection.ts";

const flat = (units: number, days: number) => Array.from({ length: days }, () => units);

describe("projection", () => {
  test.each<[string, Parameters<typeof project>[0], [number, number, number]]>([
    ["nothing yet", { used: 0, today: 0, history: [], daysLeft: 29, todayLeft: 1 }, [0, 0, 0]],
    [
      "only half of today is known",
      { used: 50, today: 50, history: [], daysLeft: 9, todayLeft: 0.5 },
      [1000, 50, 1950],
    ],
    [
      "the same every day",
      { used: 1050, today: 50, history: flat(100, 10), daysLeft: 19, todayLeft: 0.5 },
      [3000, 3000, 3000],
    ],
    ["one complete day", { used: 100, today: 0, history: [100], daysLeft: 1, todayLeft: 1 }, [300, 100, 500]],
    [
      "the last day is over",
      { used: 3000, today: 100, history: [90, 110], daysLeft: 0, todayLeft: 0 },
      [3000, 3000, 3000],
    ],
    // One σ is 14.142: t(0.2, 1) = 3.0777, times σ, times √(1 + 1/2).
    ["two days", { used: 200, today: 0, history: [90, 110], daysLeft: 0, todayLeft: 1 }, [300, 247, 353]],
  ])("%s", (_, input, [expected, low, high]) => {
    const result = project(input);
    expect([result.expected, result.low, result.high]).toEqual([expected, low, high]);
  });

  test("knows weekdays: quiet weekends ahead add little", () => {
    const week = [100, 100, 100, 100, 100, 10, 10];
    const history = [...week, ...week, ...week, ...week.slice(0, 5)];
    const ahead = project({ used: 0, today: 0, history, daysLeft: 1, todayLeft: 1 });
    expect(ahead.expected).toBeLessThan(40);
  });

  test("never below what is used; low ≤ expected ≤ high", () => {
    const inputs = fc.record({
      used: fc.nat(1e9),
      today: fc.nat(1e6),
      history: fc.array(fc.nat(1e6), { maxLength: 40 }),
      daysLeft: fc.nat(30),
      todayLeft: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(inputs, (input) => {
        const { expected, low, high } = project(input);
        expect(low).toBeGreaterThanOrEqual(input.used);
        expect(low).toBeLessThanOrEqual(expected);
        expect(expected).toBeLessThanOrEqual(high);
      }),
    );
  });

  test("about four of five months of noise end inside the interval", () => {
    let state = 42;
    const uniform = () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return (state + 0.5) / 2 ** 31;
    };
    const day = () =>
      Math.round(1000 + 200 * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
    let inside = 0;
    const months = 2000;
    for (let month = 0; month < months; month++) {
      const days = Array.from({ length: 30 }, day);
      const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
      const history = days.slice(0, 10);
      const { low, high } = project({ used: sum(history), today: 0, history, daysLeft: 19, todayLeft: 1 });
      if (sum(days) >= low && sum(days) <= high) inside++;
    }
    expect(inside / months).toBeGreaterThan(0.77);
    expect(inside / months).toBeLessThan(0.83);
  });
});
