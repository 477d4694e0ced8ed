import type { CaseOptions, CaseResult } from "./case.ts";
import { CaseApi } from "./insights/api.ts";
import { insightCase } from "./insights/case-file.ts";
import { matches, project } from "./insights/compare.ts";
import { withFunnelPersons } from "./insights/funnel-persons.ts";
import { loadCase } from "./insights/load.ts";
import { toCaseAnswer } from "./insights/read.ts";
import { toApiQuery } from "./insights/translate.ts";
import { instanceOf } from "./instance.ts";

/** Loads the case into a project of its own, asks the public API and compares every field that is expected. */
export async function* run(
  file: unknown,
  fileName: string,
  { creds }: CaseOptions,
): AsyncIterable<CaseResult> {
  const one = insightCase(file, fileName);
  const api = new CaseApi(await instanceOf(creds));
  yield await check(async () => {
    const query = toApiQuery(one.query);
    const environmentId = await loadCase(api, one);
    const answer = toCaseAnswer(one, await api.query(environmentId, query));
    return await withFunnelPersons(api, environmentId, one, query, answer);
  });

  async function check(ask: () => Promise<unknown>): Promise<CaseResult> {
    const { id, expected } = one;
    try {
      const got = project(await ask(), expected);
      return { id, pass: matches(got, expected), got, expected };
    } catch (error) {
      return { id, pass: false, got: error instanceof Error ? error.message : String(error), expected };
    }
  }
}
