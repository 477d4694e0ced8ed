"use client";
import { useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { ago, fullTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { FlagHistory } from "@/products/flags/history";
import { StateChanges } from "@/products/flags/states/state-changes";
import { fieldName } from "@/products/flags/states/words";
import type { Flag } from "@/products/flags/types";
import { flagVersionsQuery } from "@/products/flags/versions/api";
import { differences, type FlagVersion } from "@/products/flags/versions/diff";
import { RestoreDialog } from "@/products/flags/versions/restore-dialog";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

interface VersionsTabProps {
  readonly flag: Flag;
  /** After a restore: the editor starts anew. */
  readonly onRestored: () => void;
}

/** Every state the flag had, what each write changed, and the way back to it. */
export function VersionsTab({ flag, onRestored }: VersionsTabProps) {
  const project = useProject();
  const versions = useQuery(flagVersionsQuery(project.id, flag.id, flag.version));
  const [wanted, setWanted] = useState<FlagVersion | null>(null);
  if (versions.error) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  if (!versions.data) return <SkeletonRows rows={4} />;
  const rows = versions.data.results;
  const [newest] = rows;
  return (
    <div className="flex flex-col gap-6">
      <ol className="flex flex-col">
        {rows.map((version, index) => (
          <li
            key={version.version}
            className="flex items-start gap-3 border-b border-line py-2.5 last:border-0"
          >
            <div className="min-w-0 flex-1">
              <p className="text-sm">
                <span className="font-medium">Version {version.version}</span>{" "}
                <span className="text-muted">
                  by {version.created_by?.first_name || version.created_by?.email || "a program"},{" "}
                  <time dateTime={version.created_at} title={fullTime(version.created_at, project.timezone)}>
                    {ago(version.created_at)}
                  </time>
                </span>{" "}
                {index === 0 && <Badge tone="ok">now</Badge>}
              </p>
              <Changes version={version} before={rows[index + 1]} />
            </div>
            {index > 0 && (
              <Button
                size="sm"
                aria-label={`Restore version ${version.version}`}
                onClick={() => setWanted(version)}
              >
                <RotateCcw /> Restore
              </Button>
            )}
          </li>
        ))}
      </ol>
      <details>
        <summary className="cursor-pointer text-sm text-muted hover:text-text">Audit log</summary>
        <FlagHistory flagId={flag.id} />
      </details>
      {wanted && newest && (
        <RestoreDialog
          flag={flag}
          version={wanted}
          now={newest}
          onClose={() => setWanted(null)}
          onRestored={onRestored}
        />
      )}
    </div>
  );
}

interface ChangesProps {
  readonly version: FlagVersion;
  /** The version before; undefined when it is not on this page. */
  readonly before: FlagVersion | undefined;
}

function Changes({ version, before }: ChangesProps) {
  if (!before)
    return version.version === 1 ? <p className="text-sm text-muted">The flag is created.</p> : null;
  const changes = differences(before.definition, version.definition);
  if (changes.length === 0) return <p className="text-sm text-muted">Nothing that is shown changed.</p>;
  return (
    <details className="text-sm">
      <summary className="cursor-pointer">
        {[...new Set(changes.map(({ field }) => fieldName(field)))].join(", ")}
      </summary>
      <div className="mt-2">
        <StateChanges changes={changes} />
      </div>
    </details>
  );
}
