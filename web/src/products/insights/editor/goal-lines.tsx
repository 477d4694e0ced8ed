"use client";
import { Plus, X } from "lucide-react";
import type { GoalLine } from "@/products/insights/query/types";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";

interface GoalLinesProps {
  readonly goals: readonly GoalLine[];
  readonly onChange: (goals: readonly GoalLine[], typing?: string) => void;
}

/** Values to be reached, drawn across the chart. */
export function GoalLines({ goals, onChange }: GoalLinesProps) {
  return (
    <div className="flex flex-col gap-1.5 border-t border-line pt-2.5">
      {goals.map((goal, index) => (
        // Goals go by their place.
        <div key={`goal-${index + 1}`} className="flex items-center gap-1.5">
          <Input
            aria-label={`Name of goal ${index + 1}`}
            placeholder="Goal"
            value={goal.label}
            onChange={(event) =>
              onChange(goals.with(index, { ...goal, label: event.target.value }), `goal${index}`)
            }
          />
          <Input
            type="number"
            aria-label={`Value of goal ${index + 1}`}
            className="w-28"
            value={goal.value}
            onChange={(event) =>
              onChange(goals.with(index, { ...goal, value: Number(event.target.value) }), `goalvalue${index}`)
            }
          />
          <Button
            size="icon-sm"
            variant="quiet"
            aria-label={`Remove goal ${index + 1}`}
            onClick={() => onChange(goals.toSpliced(index, 1))}
          >
            <X />
          </Button>
        </div>
      ))}
      <Button
        size="sm"
        variant="quiet"
        className="self-start"
        onClick={() => onChange([...goals, { label: "Goal", value: 100 }])}
      >
        <Plus /> Goal line
      </Button>
    </div>
  );
}
