"use client";
import { ArrowRight, CircleCheck, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { explainError } from "@/lib/api/error";
import { useEdgeHost } from "@/lib/edge-host";
import { ago } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { eventTitle } from "@/products/events/describe-event";
import { Checklist } from "@/products/onboarding/checklist";
import { DemoPanel } from "@/products/onboarding/demo-panel";
import { SNIPPETS, snippetOf } from "@/products/onboarding/snippets";
import { useFirstEvent } from "@/products/onboarding/use-first-event";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { CodeBlock, CopyButton } from "@/ui/code-block";
import { PageHeader } from "@/ui/page";

/** Pick an SDK, copy the snippet, watch the first event arrive. */
export function StartPage() {
  const project = useProject();
  const host = useEdgeHost();
  const [key, setKey] = useQueryState("sdk", parseAsString.withDefault("web"));
  const snippet = snippetOf(key);
  const code = snippet.code({ token: project.api_token, host });
  return (
    <>
      <PageHeader
        title="Connect an SDK"
        description="Already using PostHog? Keep your SDK and change only token and host."
      />
      <div className="grid gap-8 p-4 md:p-6 xl:grid-cols-[minmax(0,1fr)_24rem] xl:items-start">
        <div className="flex flex-col gap-4 xl:sticky xl:top-6 xl:order-last">
          <Checklist />
          <DemoPanel />
        </div>
        <div className="flex min-w-0 max-w-4xl flex-col gap-8">
          <Step number={1} title="Where do your events come from?">
            <div className="flex flex-wrap gap-1.5">
              {SNIPPETS.map((item) => (
                <button
                  key={item.key}
                  type="button"
                  aria-pressed={item.key === snippet.key}
                  onClick={() => void setKey(item.key)}
                  className={cn(
                    "h-8 rounded-md border px-3 text-sm",
                    item.key === snippet.key
                      ? "border-accent bg-accent-soft font-medium text-accent"
                      : "border-line-strong/60 bg-surface hover:bg-hover",
                  )}
                >
                  {item.title}
                </button>
              ))}
            </div>
          </Step>
          <Step number={2} title="Put this in">
            <dl className="mb-3 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[4rem_minmax(0,1fr)]">
              <Fact name="Token" value={project.api_token} />
              <Fact name="Host" value={host} />
            </dl>
            {snippet.install && <CodeBlock code={snippet.install} label="shell" className="mb-2" />}
            <CodeBlock code={code} label={snippet.language} wrap={snippet.key === "web"} />
          </Step>
          <Step number={3} title="See it arrive">
            <Waiting />
          </Step>
        </div>
      </div>
    </>
  );
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly children: React.ReactNode;
}

function Step({ number, title, children }: StepProps) {
  return (
    <section className="min-w-0">
      <h2 className="mb-2.5 flex items-baseline gap-2 text-base font-semibold">
        <span className="font-mono text-sm text-accent">{number}</span>
        {title}
      </h2>
      {children}
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="self-center text-muted">{name}</dt>
      <dd className="flex min-w-0 items-center gap-1">
        <code className="truncate font-mono text-xs">{value}</code>
        <CopyButton text={value} label={`Copy ${name.toLowerCase()}`} />
      </dd>
    </>
  );
}

function Waiting() {
  const project = useProject();
  const first = useFirstEvent(project.id);
  if (first.data) {
    return (
      <div
        role="status"
        className="flex flex-wrap items-center gap-3 border-l-2 border-ok bg-ok-soft px-4 py-3"
      >
        <CircleCheck className="size-5 text-ok" aria-hidden />
        <div className="min-w-48 flex-1">
          <p className="font-medium">Events are arriving</p>
          <p className="text-sm text-muted">
            {eventTitle(first.data.event)}, {ago(first.data.timestamp)}
          </p>
        </div>
        <Button asChild variant="primary">
          <Link href={projectPath(project.id, "/live")}>
            See live events <ArrowRight />
          </Link>
        </Button>
      </div>
    );
  }
  return (
    <div role="status" className="flex items-center gap-3 border-l-2 border-line-strong px-4 py-3">
      <LoaderCircle className="size-5 animate-spin text-muted" aria-hidden />
      <div>
        <p className="font-medium">Waiting for your first event</p>
        <p className="text-sm text-muted">
          {first.error
            ? `${explainError(first.error).detail} Still trying.`
            : "This turns green by itself; no need to reload."}
        </p>
      </div>
    </div>
  );
}
