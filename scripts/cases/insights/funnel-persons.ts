import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { CaseApi } from "./api.ts";
import type { InsightCase } from "./case-file.ts";

interface Step {
  readonly [key: string]: JsonValue;
}

/** Adds the `persons` of each step to a funnel's answer, asked for as anyone would: the actors of the step. */
export async function withFunnelPersons(
  api: CaseApi,
  environmentId: number,
  one: InsightCase,
  source: JsonObject,
  answer: JsonObject,
): Promise<JsonObject> {
  if (one.query.kind !== "funnel" || !JSON.stringify(one.expected).includes('"persons"')) return answer;
  const names = personNames(one);
  const fill = async (steps: readonly Step[], breakdown: JsonValue | undefined): Promise<Step[]> => {
    const filled: Step[] = [];
    for (const [index, step] of steps.entries()) {
      const persons = Number(step.count) === 0 ? [] : await personsOf(index + 1, breakdown);
      filled.push({ ...step, persons });
    }
    return filled;
  };
  const personsOf = async (funnelStep: number, breakdown: JsonValue | undefined): Promise<string[]> => {
    const { results } = await api.query(environmentId, {
      kind: "ActorsQuery",
      select: ["actor"],
      source: {
        kind: "FunnelsActorsQuery",
        source,
        funnelStep,
        ...(breakdown === undefined ? {} : { funnelStepBreakdown: breakdown }),
      },
    });
    const rows = results as { distinct_ids?: string[] }[][];
    return rows.map(([actor]) => names(actor?.distinct_ids ?? [])).sort();
  };
  if (Array.isArray(answer.steps)) return { steps: await fill(answer.steps as Step[], undefined) };
  const breakdowns: JsonValue[] = [];
  for (const { value, steps } of answer.breakdowns as unknown as { value: JsonValue; steps: Step[] }[]) {
    breakdowns.push({ value, steps: await fill(steps, value) });
  }
  return { breakdowns };
}

function personNames({ persons }: InsightCase): (distinctIds: readonly string[]) => string {
  const nameOf = new Map(
    Object.entries(persons).flatMap(([name, ids]) => ids.map((id) => [id, name] as const)),
  );
  return (ids) => nameOf.get(ids[0] ?? "") ?? ids[0] ?? "";
}
