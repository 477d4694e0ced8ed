import { type CaseOptions, type CaseResult, casesOf } from "./case.ts";
import { CATEGORIES } from "./stats/categories.ts";
import { isClose, project, type Tolerance } from "./stats/close.ts";
import { PUBLISHED } from "./stats/published.ts";

interface DevCase {
  readonly id: string;
  readonly category: string;
  readonly input: Record<string, unknown>;
  readonly expected: Record<string, unknown>;
  readonly tolerance: Tolerance;
}

interface PublishedCase {
  readonly id: string;
  readonly kind: string;
  readonly input: Record<string, unknown>;
  readonly published: Record<string, unknown>;
  readonly rounding_decimals: number | readonly number[];
}

/** Statistics, each number within the stated tolerance, or within the rounding of its publication. */
export function* run(file: unknown, fileName: string, _options: CaseOptions = {}): Iterable<CaseResult> {
  for (const entry of casesOf<DevCase | PublishedCase>(file, fileName)) {
    yield attempt(entry);
  }
}

/** A case that cannot be computed fails by itself; the others still run. */
function attempt(entry: DevCase | PublishedCase): CaseResult {
  try {
    return "published" in entry ? runPublished(entry) : runDev(entry);
  } catch (error) {
    const expected = "published" in entry ? entry.published : entry.expected;
    return { id: entry.id, pass: false, got: { error: String(error) }, expected };
  }
}

function runDev({ id, category, input, expected, tolerance }: DevCase): CaseResult {
  const compute = CATEGORIES[category];
  if (compute === undefined) return unknown(id, `category "${category}"`, expected);
  const got = project(compute(input), expected);
  return { id, pass: isClose(got, expected, tolerance), got, expected };
}

function runPublished({ id, kind, input, published, rounding_decimals }: PublishedCase): CaseResult {
  const compute = PUBLISHED[kind];
  if (compute === undefined) return unknown(id, `kind "${kind}"`, published);
  const got = project(compute(input), published) as Record<string, unknown>;
  // A publication that is known to be wrong passes when we differ from it.
  const wanted = !kind.endsWith("_known_bad");
  const pass = Object.keys(published).every((field, i) => {
    const decimals = typeof rounding_decimals === "number" ? rounding_decimals : (rounding_decimals[i] ?? 0);
    // Publications cut as often as they round, so a whole unit of the last decimal is allowed.
    return isClose(got[field], published[field], { abs: 10 ** -decimals, rel: 0 }) === wanted;
  });
  return { id, pass, got, expected: wanted ? published : { not: published } };
}

function unknown(id: string, what: string, expected: unknown): CaseResult {
  return { id, pass: false, got: `${what} is not known to this version`, expected };
}
