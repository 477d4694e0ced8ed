import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../app/globals.css", import.meta.url), "utf8");

/** Tokens of a block as hex colours by name. */
function tokens(selector: string): ReadonlyMap<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1] ?? "", match[2] ?? ""]),
  );
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const TEXT: [string, string][] = [
  ...["canvas", "surface", "sunken", "hover"].flatMap((ground): [string, string][] => [
    ["text", ground],
    ["muted", ground],
  ]),
  ["accent", "canvas"],
  ["accent", "surface"],
  ["accent", "accent-soft"],
  ["accent-ink", "accent"],
  ["accent-ink", "accent-hover"],
  ["danger", "surface"],
  ["danger", "danger-soft"],
  ["warn", "warn-soft"],
  ["ok", "ok-soft"],
];
const GRAPHICS: [string, string][] = [
  ["line-strong", "surface"],
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((n): [string, string] => [`series-${n}`, "surface"]),
];

describe.each([
  ["light", ":root"],
  ["dark", ".dark"],
])("%s theme reaches WCAG AA", (_name, selector) => {
  const colors = tokens(selector);
  const ratio = ([front, ground]: [string, string]) =>
    contrast(colors.get(front) ?? "", colors.get(ground) ?? "");
  it.each(TEXT)("text %s on %s: 4.5", (...pair) => expect(ratio(pair)).toBeGreaterThanOrEqual(4.5));
  it.each(GRAPHICS)("graphic %s on %s: 3", (...pair) => expect(ratio(pair)).toBeGreaterThanOrEqual(3));
});
