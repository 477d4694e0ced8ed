/** What a snippet needs to know. */
export interface SnippetInput {
  /** Project token, `phc_…`. */
  readonly token: string;
  /** Origin of the edge, without a trailing slash. */
  readonly host: string;
}

export interface Snippet {
  readonly key: string;
  readonly title: string;
  readonly kind: "browser" | "server" | "plain";
  /** Shell line that installs the SDK; absent when nothing is installed. */
  readonly install?: string;
  readonly language: string;
  readonly code: (input: SnippetInput) => string;
}

/** Install texts by SDK. PostHog's own SDKs are used unchanged; only the host differs. */
export const SNIPPETS: readonly Snippet[] = [
  {
    key: "web",
    title: "Web snippet",
    kind: "browser",
    language: "html, before </head>",
    code: ({ token, host }) => `<script>
    !function(t,e){var o,n,p,r;e.__SV||(window.posthog=e,e._i=[],e.init=function(i,s,a){function g(t,e){var o=e.split(".");2==o.length&&(t=t[o[0]],e=o[1]),t[e]=function(){t.push([e].concat(Array.prototype.slice.call(arguments,0)))}}(p=t.createElement("script")).type="text/javascript",p.crossOrigin="anonymous",p.async=!0,p.src=s.api_host+"/static/array.js",(r=t.getElementsByTagName("script")[0]).parentNode.insertBefore(p,r);var u=e;for(void 0!==a?u=e[a]=[]:a="posthog",u.people=u.people||[],u.toString=function(t){var e="posthog";return"posthog"!==a&&(e+="."+a),t||(e+=" (stub)"),e},u.people.toString=function(){return u.toString(1)+".people (stub)"},o="capture identify alias people.set people.set_once set_config register register_once unregister opt_out_capturing has_opted_out_capturing opt_in_capturing reset isFeatureEnabled onFeatureFlags getFeatureFlag getFeatureFlagPayload reloadFeatureFlags group setPersonProperties captureException startSessionRecording stopSessionRecording".split(" "),n=0;n<o.length;n++)g(u,o[n]);e._i.push([i,s,a])},e.__SV=1)}(document,window.posthog||[]);
    posthog.init("${token}", { api_host: "${host}", person_profiles: "identified_only" });
</script>`,
  },
  {
    key: "posthog-js",
    title: "posthog-js",
    kind: "browser",
    install: "npm install posthog-js",
    language: "JavaScript",
    code: ({ token, host }) => `import posthog from "posthog-js";

posthog.init("${token}", {
  api_host: "${host}",
  person_profiles: "identified_only",
});

posthog.capture("hello_edgewise", { from: "browser" });`,
  },
  {
    key: "node",
    title: "Node.js",
    kind: "server",
    install: "npm install posthog-node",
    language: "JavaScript",
    code: ({ token, host }) => `import { PostHog } from "posthog-node";

const posthog = new PostHog("${token}", { host: "${host}" });

posthog.capture({ distinctId: "user-1", event: "hello_edgewise", properties: { from: "node" } });
await posthog.shutdown();`,
  },
  {
    key: "python",
    title: "Python",
    kind: "server",
    install: "pip install posthog",
    language: "Python",
    code: ({ token, host }) => `from posthog import Posthog

posthog = Posthog("${token}", host="${host}")

posthog.capture("hello_edgewise", distinct_id="user-1", properties={"from": "python"})
posthog.shutdown()`,
  },
  {
    key: "go",
    title: "Go",
    kind: "server",
    install: "go get github.com/posthog/posthog-go",
    language: "Go",
    code: ({ token, host }) => `package main

import "github.com/posthog/posthog-go"

func main() {
	client, err := posthog.NewWithConfig("${token}", posthog.Config{Endpoint: "${host}"})
	if err != nil {
		panic(err)
	}
	defer client.Close()

	client.Enqueue(posthog.Capture{
		DistinctId: "user-1",
		Event:      "hello_edgewise",
		Properties: posthog.NewProperties().Set("from", "go"),
	})
}`,
  },
  {
    key: "ruby",
    title: "Ruby",
    kind: "server",
    install: "gem install posthog-ruby",
    language: "Ruby",
    code: ({ token, host }) => `require "posthog"

posthog = PostHog::Client.new(api_key: "${token}", host: "${host}")

posthog.capture(distinct_id: "user-1", event: "hello_edgewise", properties: { from: "ruby" })
posthog.shutdown`,
  },
  {
    key: "php",
    title: "PHP",
    kind: "server",
    install: "composer require posthog/posthog-php",
    language: "PHP",
    code: ({ token, host }) => `<?php
require __DIR__ . "/vendor/autoload.php";

PostHog\\PostHog::init("${token}", ["host" => "${host}"]);

PostHog\\PostHog::capture([
    "distinctId" => "user-1",
    "event" => "hello_edgewise",
    "properties" => ["from" => "php"],
]);
PostHog\\PostHog::flush();`,
  },
  {
    key: "curl",
    title: "curl",
    kind: "plain",
    language: "shell",
    code: ({ token, host }) => `curl -X POST "${host}/i/v0/e/" \\
  -H "Content-Type: application/json" \\
  -d '{
    "api_key": "${token}",
    "event": "hello_edgewise",
    "distinct_id": "user-1",
    "properties": { "from": "curl" }
  }'`,
  },
];

/** The snippet of a key; the first one for unknown keys. */
export function snippetOf(key: string): Snippet {
  return SNIPPETS.find((snippet) => snippet.key === key) ?? (SNIPPETS[0] as Snippet);
}
