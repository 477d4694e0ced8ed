import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PALETTE_SIZE } from "./types.ts";

type Triple = readonly [number, number, number];

const css = readFileSync(new URL("../app/globals.css", import.meta.url), "utf8");

function palette(selector: string): string[] {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  return [...block.matchAll(/--series-\d:\s*(#[0-9a-f]{6})/g)].map((match) => match[1] ?? "");
}

/** Linear RGB as the kinds of cones see it: Machado, Oliveira and Fernandes 2009, full severity. */
const VISIONS: Readonly<Record<string, readonly Triple[]>> = {
  "all cones": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function linear(hex: string): Triple {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** CIE L*a*b* (D65) of a colour as a vision sees it. */
function seen(hex: string, vision: readonly Triple[]): Triple {
  const rgb = linear(hex);
  const [r = 0, g = 0, b = 0] = vision.map((row) => Math.min(Math.max(dot(row, rgb), 0), 1));
  const f = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = f(dot([0.4124, 0.3576, 0.1805], [r, g, b]) / 0.95047);
  const y = f(dot([0.2126, 0.7152, 0.0722], [r, g, b]));
  const z = f(dot([0.0193, 0.1192, 0.9505], [r, g, b]) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a: Triple, b: Triple): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** Clearly apart also in thin lines; 2 is where a difference begins to be seen at all. */
const APART = 18;

describe.each([":root", ".dark"])("the colours of series in %s", (selector) => {
  const colors = palette(selector);
  it("are as many as charts use", () => expect(colors).toHaveLength(PALETTE_SIZE));
  it.each(Object.entries(VISIONS))("are told apart with %s", (_name, vision) => {
    const points = colors.map((color) => seen(color, vision));
    const pairs = points.flatMap((a, at) => points.slice(at + 1).map((b) => distance(a, b)));
    expect(Math.min(...pairs)).toBeGreaterThan(APART);
  });
});
