"use client";
import Link from "next/link";
import { useEdgeHost } from "@/lib/edge-host";
import { projectPath, useProject } from "@/lib/project-context";
import { type FirstThing, firstLine } from "@/products/onboarding/first-line";
import { Button } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";

/** The way out of a screen without data: a line to try it with, and the page of SDKs. */
export function ConnectFirst({ thing = "event" }: { readonly thing?: FirstThing }) {
  const project = useProject();
  const host = useEdgeHost();
  return (
    <div className="flex min-w-0 max-w-2xl basis-full flex-col items-start gap-3">
      <CodeBlock
        className="w-full"
        label="shell, to try it"
        code={firstLine(thing, { token: project.api_token, host })}
      />
      <Button asChild variant="primary">
        <Link href={projectPath(project.id, "/start")}>Connect an SDK</Link>
      </Button>
    </div>
  );
}
