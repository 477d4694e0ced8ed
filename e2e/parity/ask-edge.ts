import { type Answers, payloadOf } from "./answers.ts";
import type { Person } from "./arbitrary-person.ts";
import type { Place } from "./publish.ts";

export type Runtime = "server" | "client";

interface FlagsAnswer {
  readonly flags: Record<
    string,
    { enabled: boolean; variant: string | null; failed?: boolean; metadata: { payload?: string | null } }
  >;
}

/** What `/flags` answers about a person, for code that runs in `runtime`. */
export async function askEdge({ edge, token }: Place, person: Person, runtime: Runtime): Promise<Answers> {
  const response = await fetch(`${edge}/flags/?v=2`, {
    method: "POST",
    body: JSON.stringify({
      token,
      distinct_id: person.distinctId,
      $device_id: person.deviceId,
      person_properties: person.properties,
      groups: person.groups,
      group_properties: person.groupProperties,
      evaluation_runtime: runtime,
    }),
  });
  if (!response.ok) throw new Error(`/flags answered ${response.status}: ${await response.text()}`);
  const { flags } = (await response.json()) as FlagsAnswer;
  return new Map(
    Object.entries(flags).map(([key, { enabled, variant, failed, metadata }]) => [
      key,
      { value: failed ? undefined : (variant ?? enabled), payload: payloadOf(metadata.payload) },
    ]),
  );
}
