"use client";
import { Split } from "lucide-react";
import { useState } from "react";
import type { Person } from "@/lib/api/types";
import { usePersonWrite } from "@/products/persons/person/write";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/code-block";
import { Confirm } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

const NOBODY = "*";

/** The IDs that stand for a person, and a way to take them apart. */
export function IdsTab({ person }: { readonly person: Person }) {
  const [splitting, setSplitting] = useState(false);
  const [main, setMain] = useState(NOBODY);
  const write = usePersonWrite(person.uuid);
  const split = async () => {
    try {
      await write.split(main === NOBODY ? null : main);
      toast.success("The IDs are persons of their own now.");
    } catch (error) {
      toast.error("The person could not be split.", error);
    } finally {
      setSplitting(false);
    }
  };
  return (
    <div className="max-w-2xl">
      <ul>
        {person.distinct_ids.map((id) => (
          <li key={id} className="flex items-center gap-1 border-b border-line py-1">
            <code className="min-w-0 flex-1 truncate font-mono text-xs">{id}</code>
            <CopyButton text={id} label={`Copy ${id}`} />
          </li>
        ))}
      </ul>
      {person.distinct_ids.length > 1 && (
        <Button className="mt-3" onClick={() => setSplitting(true)}>
          <Split /> Split into persons
        </Button>
      )}
      <Confirm
        open={splitting}
        onOpenChange={setSplitting}
        title="Split this person?"
        action="Split person"
        busy={write.busy}
        onConfirm={() => void split()}
      >
        <p className="mb-3">
          Each distinct ID becomes a person of its own, with the events that were sent under it. What people
          have in common they had from being merged; a single merge can be undone on the Merges tab instead.
        </p>
        <Field label="Who keeps the properties">
          <Select
            value={main}
            onChange={setMain}
            options={[
              { value: NOBODY, label: "Nobody" },
              ...person.distinct_ids.map((id) => ({ value: id, label: id })),
            ]}
          />
        </Field>
      </Confirm>
    </div>
  );
}
