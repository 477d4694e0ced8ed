/** A version: three numbers, and what orders them beyond that. */
export interface Semver {
  readonly core: readonly [number, number, number];
  readonly pre: readonly string[];
  readonly build: string;
}

const IDENTIFIERS = /^[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$/;
const NUMERIC = /^\d+$/;

/** Server: leading `v` dropped, padded to three parts, leading zeros allowed, rest as semver.org says. */
export function parseSemver(text: string): Semver | null {
  const version = text.replace(/^v/, "").trim();
  const split = version.search(/[-+]/);
  const parts = (split < 0 ? version : version.slice(0, split)).split(".");
  if (parts.length > 3 || !parts.every((part) => NUMERIC.test(part))) return null;
  const suffix = split < 0 ? "" : version.slice(split);
  const plus = suffix.indexOf("+");
  const pre = suffix.startsWith("-") ? suffix.slice(1, plus < 0 ? undefined : plus) : "";
  const build = plus < 0 ? "" : suffix.slice(plus + 1);
  if (suffix.startsWith("-") && !validPre(pre)) return null;
  if (plus >= 0 && !IDENTIFIERS.test(build)) return null;
  return { core: pad(parts.map(Number)), pre: pre === "" ? [] : pre.split("."), build };
}

function validPre(pre: string): boolean {
  return IDENTIFIERS.test(pre) && pre.split(".").every((part) => !/^0\d+$/.test(part));
}

/** SDKs: three numbers, suffix and further parts ignored; leading zeros and other text are undecided (null). */
export function parseSemverLocal(text: string): Semver | null {
  const base = text.trim().replace(/^[vV]/, "").split("-")[0]!.split("+")[0]!;
  if (base === "" || base.startsWith(".")) return null;
  const parts = base
    .split(".")
    .slice(0, 3)
    .map((part) => (part === "" ? "0" : part));
  if (!parts.every((part) => /^(?:0|[1-9]\d*)$/.test(part))) return null;
  return { core: pad(parts.map(Number)), pre: [], build: "" };
}

function pad(parts: readonly number[]): [number, number, number] {
  return [parts[0] ?? 0, parts[1] ?? 0, parts[2] ?? 0];
}

export function compareCores(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < 3; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}

/** Precedence of semver.org 11; versions that differ only in build metadata are ordered by it, not equal. */
export function compareSemver(a: Semver, b: Semver): number {
  return compareCores(a.core, b.core) || comparePre(a.pre, b.pre) || compareText(a.build, b.build);
}

function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareIdentifiers(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return Math.sign(a.length - b.length);
}

function compareIdentifiers(a: string, b: string): number {
  const aNumeric = NUMERIC.test(a);
  const bNumeric = NUMERIC.test(b);
  if (aNumeric && bNumeric) return Math.sign(Number(a) - Number(b));
  if (aNumeric !== bNumeric) return aNumeric ? -1 : 1;
  return compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
