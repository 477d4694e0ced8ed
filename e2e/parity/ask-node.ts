import { PostHog } from "posthog-node";
import { type Answers, payloadOf } from "./answers.ts";
import type { Person } from "./arbitrary-person.ts";
import type { Place } from "./publish.ts";

/** posthog-node with our definitions, deciding alone. */
export async function openNode(
  place: Place,
): Promise<{ ask(person: Person): Promise<Answers>; close(): Promise<void> }> {
  const client = new PostHog(place.token, {
    host: place.edge,
    personalApiKey: place.personalApiKey,
    featureFlagsPollingInterval: 3_600_000,
  });
  await client.reloadFeatureFlags();
  return {
    async ask(person) {
      const { featureFlags, featureFlagPayloads } = await client.getAllFlagsAndPayloads(person.distinctId, {
        // The SDK's types know text only; its users hand over what they have.
        personProperties: { ...person.properties, $device_id: person.deviceId } as Record<string, string>,
        groups: person.groups,
        groupProperties: person.groupProperties as Record<string, Record<string, string>>,
        onlyEvaluateLocally: true,
      });
      return new Map(
        Object.entries(featureFlags ?? {}).map(([key, value]) => [
          key,
          { value, payload: payloadOf(featureFlagPayloads?.[key]) },
        ]),
      );
    },
    close: () => client.shutdown(),
  };
}
