"use client";
import { Plus, Trash2 } from "lucide-react";
import type { StageDraft } from "@/products/releases/draft";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";

interface StageFieldsProps {
  readonly stages: readonly StageDraft[];
  readonly onChange: (stages: readonly StageDraft[]) => void;
}

/** The steps of a release: a share, and how long it stays at least. */
export function StageFields({ stages, onChange }: StageFieldsProps) {
  const set = (id: string, part: Partial<StageDraft>) =>
    onChange(stages.map((stage) => (stage.id === id ? { ...stage, ...part } : stage)));
  const add = () => {
    const last = Number(stages.at(-1)?.percent ?? 0);
    const percent = String(Math.min(100, last * 2 || 5));
    onChange([...stages, { id: `s${Date.now()}`, percent, minutes: "60" }]);
  };
  return (
    <ol className="flex flex-col gap-1.5">
      {[...stages.entries()].map(([index, stage]) => (
        <li key={stage.id} className="flex flex-wrap items-center gap-1.5 text-sm text-muted">
          <span className="w-14">Step {index + 1}</span>
          <Input
            type="number"
            min={0}
            max={100}
            step="any"
            className="w-20 text-right"
            aria-label={`Share of step ${index + 1}, in percent`}
            value={stage.percent}
            onChange={({ target }) => set(stage.id, { percent: target.value })}
          />
          {stage.percent === "100" && index > 0 ? (
            "%: everyone, and done"
          ) : (
            <>
              % for at least
              <Input
                type="number"
                min={1}
                className="w-20 text-right"
                aria-label={`Minutes of step ${index + 1}`}
                value={stage.minutes}
                onChange={({ target }) => set(stage.id, { minutes: target.value })}
              />
              minutes
            </>
          )}
          {stages.length > 1 && (
            <Button
              variant="quiet"
              size="icon-sm"
              aria-label={`Remove step ${index + 1}`}
              onClick={() => onChange(stages.filter(({ id }) => id !== stage.id))}
            >
              <Trash2 />
            </Button>
          )}
        </li>
      ))}
      {stages.length < 50 && Number(stages.at(-1)?.percent) < 100 && (
        <li>
          <Button size="sm" variant="quiet" onClick={add}>
            <Plus /> Add a step
          </Button>
        </li>
      )}
    </ol>
  );
}
