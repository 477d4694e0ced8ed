"use client";
import { useEdgeHost } from "@/lib/edge-host";
import { useProject } from "@/lib/project-context";
import { CONFIG_SNIPPETS, FLAG_SNIPPETS } from "@/products/flags/snippets";
import { RemovalPanel } from "@/products/flags/stale/removal-panel";
import type { Flag } from "@/products/flags/types";
import { CodeBlock } from "@/ui/code-block";
import { Tabs } from "@/ui/tabs";

/** How code asks for this flag, by SDK. */
export function FlagCode({ flag }: { readonly flag: Flag }) {
  const project = useProject();
  const host = useEdgeHost();
  const variants = flag.filters.multivariate?.variants ?? [];
  const input = {
    key: flag.key,
    multivariate: variants.length > 0,
    variant: variants.at(-1)?.key ?? "test",
    token: project.api_token,
    host,
  };
  return (
    <div className="flex flex-col gap-6">
      {!flag.is_remote_configuration && <RemovalPanel flag={flag} />}
      <Tabs
        label="SDK"
        items={(flag.is_remote_configuration ? CONFIG_SNIPPETS : FLAG_SNIPPETS).map((snippet) => ({
          value: snippet.key,
          label: snippet.title,
          content: <CodeBlock code={snippet.code(input)} label={snippet.title} />,
        }))}
      />
    </div>
  );
}
