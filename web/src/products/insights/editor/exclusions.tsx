"use client";
import { Ban, X } from "lucide-react";
import { EntityPicker } from "@/products/insights/editor/entity-picker";
import { nodeTitle } from "@/products/insights/query/describe";
import type { Exclusion } from "@/products/insights/query/types";
import { Button } from "@/ui/button";
import { Select } from "@/ui/select";

interface ExclusionsProps {
  readonly exclusions: readonly Exclusion[];
  readonly steps: number;
  readonly onChange: (exclusions: readonly Exclusion[]) => void;
}

/** Events that must not happen between two steps. */
export function Exclusions({ exclusions, steps, onChange }: ExclusionsProps) {
  if (steps < 2 && exclusions.length === 0) return null;
  const option = (step: number) => ({ value: String(step), label: `step ${step + 1}` });
  const set = (index: number, next: Exclusion) => onChange(exclusions.with(index, next));
  return (
    <div className="flex flex-col gap-1.5 border-t border-line pt-3">
      {exclusions.map((item, index) => (
        // Exclusions go by their place.
        <div key={`exclusion-${index + 1}`} className="flex flex-wrap items-center gap-1.5 text-sm">
          <span className="text-xs text-muted">but not</span>
          <EntityPicker
            value={item}
            withoutAny
            onPick={(node) =>
              set(index, { ...node, funnelFromStep: item.funnelFromStep, funnelToStep: item.funnelToStep })
            }
            trigger={
              <Button className="max-w-44 min-w-0">
                <span className="truncate">{nodeTitle(item)}</span>
              </Button>
            }
          />
          <span className="text-xs text-muted">between</span>
          <Select
            aria-label={`Exclusion ${index + 1} from`}
            value={String(item.funnelFromStep)}
            options={Array.from({ length: Math.max(steps - 1, 1) }, (_, step) => option(step))}
            onChange={(value) =>
              set(index, {
                ...item,
                funnelFromStep: Number(value),
                funnelToStep: Math.max(item.funnelToStep, Number(value) + 1),
              })
            }
          />
          <Select
            aria-label={`Exclusion ${index + 1} to`}
            value={String(item.funnelToStep)}
            options={Array.from({ length: Math.max(steps - 1 - item.funnelFromStep, 1) }, (_, step) =>
              option(item.funnelFromStep + 1 + step),
            )}
            onChange={(value) => set(index, { ...item, funnelToStep: Number(value) })}
          />
          <Button
            size="icon-sm"
            variant="quiet"
            aria-label={`Remove exclusion ${index + 1}`}
            onClick={() => onChange(exclusions.toSpliced(index, 1))}
          >
            <X />
          </Button>
        </div>
      ))}
      {exclusions.length < 10 && steps >= 2 && (
        <EntityPicker
          value={null}
          withoutAny
          onPick={(node) =>
            onChange([...exclusions, { ...node, funnelFromStep: 0, funnelToStep: steps - 1 }])
          }
          trigger={
            <Button size="sm" variant="quiet" className="self-start">
              <Ban /> Exclude an event between steps
            </Button>
          }
        />
      )}
    </div>
  );
}
