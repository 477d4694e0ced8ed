"use client";
import { X } from "lucide-react";
import Link from "next/link";
import { projectPath, useProject } from "@/lib/project-context";
import { useKept } from "@/lib/use-kept";
import { useDoneTasks } from "@/products/onboarding/use-done-tasks";
import { useGoal } from "@/products/onboarding/use-goal";

/** How far the setting up is, on every page until it is done or put away; leads to the next step. */
export function SetupProgress() {
  const project = useProject();
  const [goal] = useGoal(project.id);
  const [hidden, hide] = useKept(`edgewise:setup-hidden:${project.id}`);
  const done = useDoneTasks();
  const next = goal.tasks.find((task) => !done?.has(task.key));
  if (!done || !next || hidden === "yes") return null;
  const ready = goal.tasks.filter((task) => done.has(task.key)).length;
  return (
    <div className="relative mx-2 mb-2 rounded-md border border-line bg-surface">
      <Link
        href={projectPath(project.id, "/start")}
        className="block rounded-md px-2.5 py-2 pr-8 text-sm hover:bg-hover"
      >
        <span className="block font-medium">
          Set up: {ready} of {goal.tasks.length}
        </span>
        <span className="block truncate text-xs text-muted">Next: {next.title.toLowerCase()}</span>
        <span className="mt-1.5 block h-1 overflow-hidden rounded-full bg-sunken" aria-hidden>
          <span
            className="block h-full bg-accent"
            style={{ width: `${(ready / goal.tasks.length) * 100}%` }}
          />
        </span>
      </Link>
      <button
        type="button"
        aria-label="Put the set-up away"
        onClick={() => hide("yes")}
        className="absolute top-1.5 right-1.5 rounded-sm p-1 text-muted hover:bg-hover hover:text-text"
      >
        <X className="size-3.5" aria-hidden />
      </button>
    </div>
  );
}
