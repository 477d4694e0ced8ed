"use client";
import { Circle, CircleCheck } from "lucide-react";
import Link from "next/link";
import { projectPath, useProject } from "@/lib/project-context";
import { GOALS, pathOf } from "@/products/onboarding/goals";
import { useDoneTasks } from "@/products/onboarding/use-done-tasks";
import { useFirstEvent } from "@/products/onboarding/use-first-event";
import { useGoal } from "@/products/onboarding/use-goal";
import { Panel } from "@/ui/page";
import { ToggleGroup } from "@/ui/toggle-group";

/** The way from an empty project to a team that uses it, by what they came for. */
export function Checklist() {
  const project = useProject();
  const [goal, choose] = useGoal(project.id);
  const done = useDoneTasks();
  const event = useFirstEvent(project.id, false).data?.event ?? null;
  const left = goal.tasks.filter((task) => !done?.has(task.key)).length;
  return (
    <Panel title={left === 0 ? "All of it done" : "What did you come for?"}>
      <div className="p-3">
        <ToggleGroup
          label="Goal"
          value={goal.key}
          onChange={(value) => choose(value)}
          options={GOALS.map(({ key: value, title }) => ({ value, label: title }))}
        />
      </div>
      <ol>
        {goal.tasks.map((task) => {
          const ready = done?.has(task.key);
          return (
            <li key={task.key} className="border-t border-line">
              <Link
                href={projectPath(project.id, pathOf(task, event))}
                className="flex items-center gap-3 px-3 py-2.5 hover:bg-hover"
              >
                {ready ? (
                  <CircleCheck className="size-5 shrink-0 text-ok" aria-label="done" />
                ) : (
                  <Circle className="size-5 shrink-0 text-muted" aria-label="to do" />
                )}
                <span className="min-w-0">
                  <span className={ready ? "text-muted line-through" : "font-medium"}>{task.title}</span>
                  <span className="block text-sm text-muted">{task.why}</span>
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
