import { evaluate } from "@edgewise/core/flags/evaluate.ts";
import { flagValue } from "@edgewise/core/flags/result.ts";
import type { FlagDefinition } from "@edgewise/core/flags/types.ts";
import { type CaseResult, casesOf, result } from "./case.ts";
import { compileCase } from "./flag-source.ts";

/** `expected[i]`: the flag's value for the distinct ID `distinct_id_<i>`. */
export function* run(file: unknown, fileName: string): Iterable<CaseResult> {
  const expected = casesOf<boolean | string>(file, fileName, "expected");
  const { flag } = file as { flag: FlagDefinition };
  const compiled = compileCase({ flags: [flag] }, {});
  for (const [i, value] of expected.entries()) {
    const distinctId = `distinct_id_${i}`;
    const [answer] = evaluate(compiled, { distinctId }, { now: 0 });
    yield result(distinctId, answer === undefined ? false : flagValue(answer), value);
  }
}
