"use client";
import { type FormEvent, useState } from "react";
import { explainError } from "@/lib/api/error";
import {
  fromField,
  toField,
  typeOfValue,
  VALUE_TYPES,
  type ValueType,
} from "@/products/persons/person/property-value";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Textarea } from "@/ui/input";
import { Select } from "@/ui/select";
import { ToggleGroup } from "@/ui/toggle-group";

const LABELS: Readonly<Record<ValueType, string>> = {
  text: "Text",
  number: "Number",
  boolean: "Yes or no",
  json: "List, object or null",
};

interface PropertyDialogProps {
  /** The property to change; null: a new one. */
  readonly name: string | null;
  readonly value: unknown;
  readonly onSet: (name: string, value: unknown) => Promise<unknown>;
  readonly onDelete: (name: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Sets or deletes one property of a person or group, with its type. */
export function PropertyDialog({ name, value, onSet, onDelete, onClose }: PropertyDialogProps) {
  const [key, setKey] = useState(name ?? "");
  const [type, setType] = useState<ValueType>(name === null ? "text" : typeOfValue(value));
  const [text, setText] = useState(name === null ? "" : toField(value));
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const parsed = fromField(text, type);
  const run = async (write: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await write();
      onClose();
    } catch (error) {
      setFailure(explainError(error).detail);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!key.trim()) return setFailure("Name the property.");
    if (!parsed.ok) return setFailure(parsed.error);
    void run(() => onSet(key.trim(), parsed.value));
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={name === null ? "Add a property" : `Edit ${name}`}
      footer={
        <>
          {name !== null && (
            <Button
              variant="danger"
              className="mr-auto"
              disabled={busy}
              onClick={() => void run(() => onDelete(name))}
            >
              Delete property
            </Button>
          )}
          <Button type="submit" form="property" variant="primary" busy={busy}>
            {name === null ? "Add property" : "Save"}
          </Button>
        </>
      }
    >
      <form id="property" onSubmit={submit} className="flex flex-col gap-4">
        {name === null && (
          <Field label="Name">
            <Input
              autoFocus
              className="font-mono text-xs"
              maxLength={400}
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
          </Field>
        )}
        <Field label="Type">
          <Select<ValueType>
            value={type}
            onChange={(next) => {
              setType(next);
              if (next === "boolean" && text !== "true") setText("false");
            }}
            options={VALUE_TYPES.map((one) => ({ value: one, label: LABELS[one] }))}
          />
        </Field>
        {type === "boolean" ? (
          <ToggleGroup
            label="Value"
            value={text === "true" ? "true" : "false"}
            onChange={setText}
            options={[
              { value: "true", label: "Yes" },
              { value: "false", label: "No" },
            ]}
          />
        ) : (
          <Field label="Value">
            <Textarea
              autoFocus={name !== null}
              className="font-mono text-xs"
              rows={type === "json" ? 6 : 2}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
        )}
        {failure && (
          <p role="alert" className="text-sm text-danger">
            {failure}
          </p>
        )}
      </form>
    </Dialog>
  );
}
