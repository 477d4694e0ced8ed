"use client";
import { useQueries } from "@tanstack/react-query";
import Link from "next/link";
import { projectPath, useProject } from "@/lib/project-context";
import { experimentQuery } from "@/products/experiments/api";

/** Links to the experiments that the flag serves; nothing when it serves none. */
export function FlagExperiments({ ids }: { readonly ids: readonly number[] }) {
  const project = useProject();
  const experiments = useQueries({ queries: ids.map((id) => experimentQuery(project.id, id)) });
  if (ids.length === 0) return null;
  return (
    <p className="mb-3 text-sm text-muted">
      {ids.length === 1 ? "Part of the experiment " : "Part of the experiments "}
      {ids.map((id, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <Link
            href={projectPath(project.id, `/experiments/${id}`)}
            className="text-accent underline-offset-4 hover:underline"
          >
            {experiments[index]?.data?.name ?? `#${id}`}
          </Link>
        </span>
      ))}
      . Its results depend on who gets which variant.
    </p>
  );
}
