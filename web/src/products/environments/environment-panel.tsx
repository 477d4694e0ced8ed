"use client";
import { Pencil, RefreshCw, Trash2 } from "lucide-react";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { type Environment, useEnvironmentWrite } from "@/products/environments/api";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/code-block";
import { Confirm } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { Switch } from "@/ui/switch";
import { toast } from "@/ui/toast";

const GRACE = [
  { value: "0", label: "stops at once" },
  { value: "3600", label: "works for another hour" },
  { value: "86400", label: "works for another day" },
  { value: "604800", label: "works for another week" },
  { value: "1209600", label: "works for another two weeks" },
];

/** One environment with its tokens. */
export function EnvironmentPanel({ environment }: { readonly environment: Environment }) {
  const project = useProject();
  const write = useEnvironmentWrite(project.id);
  const [asking, setAsking] = useState<"rotate" | "delete" | null>(null);
  const [grace, setGrace] = useState("86400");
  const [name, setName] = useState<string | null>(null);
  const { id } = environment;
  const run = (change: Parameters<typeof write.mutate>[0], done: string, failed: string) =>
    write.mutate(change, {
      onSuccess: () => void toast.success(done),
      onError: (error) => void toast.error(failed, error),
      onSettled: () => setAsking(null),
    });
  const rename = (event: FormEvent) => {
    event.preventDefault();
    const next = name?.trim();
    if (next && next !== environment.name) {
      run(
        { kind: "change", id, body: { name: next } },
        "Renamed.",
        `${environment.name} could not be renamed.`,
      );
    }
    setName(null);
  };
  return (
    <Panel
      title={
        name === null ? (
          <span className="flex items-center gap-2">
            <Link href={projectPath(id, "/live")} className="hover:text-accent hover:underline">
              {environment.name}
            </Link>
            <span className="font-mono text-2xs font-normal text-muted">#{id}</span>
            {environment.is_default && <Badge>default</Badge>}
            {id === project.id && <Badge tone="accent">you are here</Badge>}
          </span>
        ) : (
          <form onSubmit={rename} className="flex items-center gap-1.5">
            <Input
              autoFocus
              aria-label="Name of the environment"
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" size="sm" variant="primary">
              Save
            </Button>
          </form>
        )
      }
      actions={
        <>
          <Button
            size="icon-sm"
            variant="quiet"
            aria-label={`Rename ${environment.name}`}
            onClick={() => setName(name === null ? environment.name : null)}
          >
            <Pencil />
          </Button>
          {!environment.is_default && id !== project.id && (
            <Button
              size="icon-sm"
              variant="quiet"
              aria-label={`Delete ${environment.name}`}
              onClick={() => setAsking("delete")}
            >
              <Trash2 />
            </Button>
          )}
        </>
      }
    >
      <ul>
        {environment.tokens.map(({ token, created_at, ends_at }) => (
          <li key={token} className="flex flex-wrap items-center gap-x-2 border-b border-line px-3 py-1.5">
            <code className="min-w-0 flex-1 truncate font-mono text-xs">{token}</code>
            <span className="text-xs text-muted">
              {ends_at
                ? `works until ${fullTime(ends_at, project.timezone)}`
                : `since ${fullTime(created_at, project.timezone)}`}
            </span>
            <CopyButton text={token} label={`Copy token of ${environment.name}`} />
            {ends_at && (
              <Button
                size="sm"
                variant="quiet"
                onClick={() =>
                  run(
                    { kind: "end", id, token },
                    "The old token is refused from now on.",
                    "The token is still accepted.",
                  )
                }
              >
                End now
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3 p-3">
        <Button size="sm" onClick={() => setAsking("rotate")}>
          <RefreshCw /> New token…
        </Button>
        <span className="ml-auto flex items-center gap-2 text-sm">
          <Switch
            checked={environment.flag_approval}
            aria-label={`Flag changes in ${environment.name} need a second person`}
            onChange={(flag_approval) =>
              run(
                { kind: "change", id, body: { flag_approval } },
                flag_approval
                  ? "Changes of flags wait for a second person now."
                  : "Flags change at once now.",
                "The switch could not be saved.",
              )
            }
          />
          Flag changes need a second person
        </span>
      </div>
      <Confirm
        open={asking === "rotate"}
        onOpenChange={() => setAsking(null)}
        title={`New token for ${environment.name}?`}
        action="Make a new token"
        busy={write.isPending}
        onConfirm={() =>
          run(
            { kind: "rotate", id, graceSeconds: Number(grace) },
            "The new token works from now on.",
            "The token could not be renewed.",
          )
        }
      >
        <p className="mb-3">
          Put the new one into your apps before the old one ends, or their events are refused.
        </p>
        <Field label="The old token">
          <Select value={grace} options={GRACE} onChange={setGrace} />
        </Field>
      </Confirm>
      <Confirm
        open={asking === "delete"}
        onOpenChange={() => setAsking(null)}
        title={`Delete ${environment.name}?`}
        action="Delete environment"
        busy={write.isPending}
        onConfirm={() =>
          run(
            { kind: "delete", id },
            `${environment.name} is deleted.`,
            `${environment.name} could not be deleted.`,
          )
        }
      >
        Its token stops working and its events and persons are no longer reachable. Flags and cohorts stay in
        the other environments.
      </Confirm>
    </Panel>
  );
}
