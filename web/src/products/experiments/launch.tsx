"use client";
import { Check, Circle, Rocket } from "lucide-react";
import { explainError } from "@/lib/api/error";
import { exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { useStep } from "@/products/experiments/api";
import type { Experiment } from "@/products/experiments/types";
import { Button } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";
import { Panel } from "@/ui/page";

/** What a draft still lacks, the code that shows the variants, and the button that starts it. */
export function Launch({ experiment }: { readonly experiment: Experiment }) {
  const project = useProject();
  const step = useStep(project.id, experiment.id);
  const { parameters, metrics } = experiment;
  const variants = parameters.feature_flag_variants ?? [];
  const checks: readonly { readonly done: boolean; readonly text: string }[] = [
    { done: experiment.description.trim() !== "", text: "A hypothesis says what you expect and why" },
    { done: metrics.length > 0, text: "One primary metric decides" },
    {
      done: (parameters.recommended_sample_size ?? 0) > 0,
      text: parameters.recommended_sample_size
        ? `Planned for ${exactNumber(parameters.recommended_sample_size)} people`
        : "A plan says how many people it takes (without one it takes about twice as many)",
    },
    {
      done: variants.length > 1,
      text: `${variants.length} variants: ${variants.map(({ key, rollout_percentage }) => `${key} ${rollout_percentage} %`).join(", ")}`,
    },
  ];
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <Panel title="Ready?">
        <ul className="flex flex-col gap-1.5 p-3 text-sm">
          {checks.map(({ done, text }) => (
            <li key={text} className="flex items-start gap-2 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
              {done ? (
                <Check className="text-ok" aria-label="done" />
              ) : (
                <Circle className="text-muted" aria-label="open" />
              )}
              <span className={done ? "" : "text-muted"}>{text}</span>
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap items-center gap-3 border-t border-line p-3">
          <Button variant="primary" busy={step.isPending} onClick={() => step.mutate({ step: "launch" })}>
            <Rocket /> Launch
          </Button>
          <span className="text-sm text-muted">
            Switches <span className="font-mono text-xs">{experiment.feature_flag_key}</span> on and fixes
            variants and plan.
          </span>
          {step.error && <p className="text-sm text-danger">{explainError(step.error).detail}</p>}
        </div>
      </Panel>
      <Panel title="In your code">
        <CodeBlock
          code={snippet(
            experiment.feature_flag_key,
            variants.map(({ key }) => key),
          )}
        />
      </Panel>
    </div>
  );
}

function snippet(key: string, variants: readonly string[]): string {
  const others = variants.filter((variant) => variant !== "control");
  const branches = others.map(
    (variant, index) =>
      `${index === 0 ? "if" : "} else if"} (variant === "${variant}") {\n  // what ${variant} shows`,
  );
  return [
    `const variant = posthog.getFeatureFlag("${key}");`,
    ...branches,
    "} else {\n  // control: as it is today",
    "}",
  ].join("\n");
}
