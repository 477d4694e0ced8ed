"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { PropertiesTable } from "@/products/events/properties-table";
import { PropertyDialog } from "@/products/persons/person/property-dialog";
import { Button } from "@/ui/button";

interface EditablePropertiesProps {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly label: string;
  readonly onSet: (name: string, value: unknown) => Promise<unknown>;
  readonly onDelete: (name: string) => Promise<unknown>;
}

/** Properties of a person or group, each of which can be changed by hand. */
export function EditableProperties({ properties, label, onSet, onDelete }: EditablePropertiesProps) {
  const [editing, setEditing] = useState<{ readonly name: string | null } | null>(null);
  return (
    <>
      <PropertiesTable
        whole
        properties={properties}
        label={label}
        onEdit={(name) => setEditing({ name })}
        action={
          <Button size="sm" onClick={() => setEditing({ name: null })}>
            <Plus /> Add property
          </Button>
        }
      />
      {editing && (
        <PropertyDialog
          name={editing.name}
          value={editing.name === null ? "" : properties[editing.name]}
          onSet={onSet}
          onDelete={onDelete}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}
