/** Code that asks for a flag, by SDK. */
export interface FlagSnippetInput {
  readonly key: string;
  readonly multivariate: boolean;
  readonly variant: string;
  readonly token: string;
  readonly host: string;
}

export interface FlagSnippet {
  readonly key: string;
  readonly title: string;
  readonly code: (input: FlagSnippetInput) => string;
}

export const FLAG_SNIPPETS: readonly FlagSnippet[] = [
  {
    key: "js",
    title: "posthog-js",
    code: ({ key, multivariate, variant }) => `posthog.onFeatureFlags(() => {
  if (${multivariate ? `posthog.getFeatureFlag("${key}") === "${variant}"` : `posthog.isFeatureEnabled("${key}")`}) {
    // show it
  }
  const payload = posthog.getFeatureFlagPayload("${key}");
});`,
  },
  {
    key: "react",
    title: "React",
    code: ({
      key,
      multivariate,
      variant,
    }) => `import { ${multivariate ? "useFeatureFlagVariantKey" : "useFeatureFlagEnabled"} } from "posthog-js/react";

function Feature() {
  ${
    multivariate
      ? `const variant = useFeatureFlagVariantKey("${key}");
  return variant === "${variant}" ? <New /> : <Old />;`
      : `const on = useFeatureFlagEnabled("${key}");
  return on ? <New /> : <Old />;`
  }
}`,
  },
  {
    key: "node",
    title: "Node.js",
    code: ({ key, multivariate, variant, token, host }) => `import { PostHog } from "posthog-node";

const posthog = new PostHog("${token}", { host: "${host}" });
const value = await posthog.getFeatureFlag("${key}", "user-1", {
  personProperties: { plan: "team" },
});
if (value === ${multivariate ? `"${variant}"` : "true"}) {
  // do it
}`,
  },
  {
    key: "python",
    title: "Python",
    code: ({ key, multivariate, variant, token, host }) => `from posthog import Posthog

posthog = Posthog("${token}", host="${host}")
if posthog.get_feature_flag("${key}", "user-1")${multivariate ? ` == "${variant}"` : ""}:
    ...`,
  },
  {
    key: "go",
    title: "Go",
    code: ({ key, multivariate, variant }) => `value, err := client.GetFeatureFlag(posthog.FeatureFlagPayload{
	Key:        "${key}",
	DistinctId: "user-1",
})
if err == nil && value == ${multivariate ? `"${variant}"` : "true"} {
	// do it
}`,
  },
  {
    key: "curl",
    title: "curl",
    code: ({ key, token, host }) => `curl -X POST "${host}/flags/?v=2" \\
  -H "Content-Type: application/json" \\
  -d '{ "api_key": "${token}", "distinct_id": "user-1", "flag_keys_to_evaluate": ["${key}"] }'`,
  },
];

/** Code that reads a remote configuration: on servers, with a secret key. */
export const CONFIG_SNIPPETS: readonly FlagSnippet[] = [
  {
    key: "node",
    title: "Node.js",
    code: ({ key, token, host }) => `import { PostHog } from "posthog-node";

const posthog = new PostHog("${token}", { host: "${host}", personalApiKey: process.env.EDGEWISE_SECRET_KEY });
const config = await posthog.getRemoteConfigPayload("${key}");`,
  },
  {
    key: "python",
    title: "Python",
    code: ({ key, token, host }) => `from posthog import Posthog

posthog = Posthog("${token}", host="${host}", personal_api_key=os.environ["EDGEWISE_SECRET_KEY"])
config = posthog.get_remote_config_payload("${key}")`,
  },
  {
    key: "curl",
    title: "curl",
    code: ({ key, token, host }) =>
      `curl "${host}/api/projects/@current/feature_flags/${key}/remote_config?token=${token}" \\
  -H "Authorization: Bearer $EDGEWISE_SECRET_KEY"`,
  },
];
