"use client";
import { Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useCreateVariable, VARIABLE_TYPES, type Variable } from "@/products/variables/api";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

/** Defines a variable that the text names and the project doesn't have. */
export function NewVariable({ codeName }: { readonly codeName: string }) {
  const [open, setOpen] = useState(false);
  const [type, setType] = useState<Variable["type"]>("String");
  const [typed, setTyped] = useState("");
  const form = useId();
  const create = useCreateVariable();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const values =
      type === "List"
        ? typed
            .split(",")
            .map((item) => item.trim())
            .filter(Boolean)
        : [];
    create.mutate(
      { name: codeName, type, values, default_value: defaultOf(type, typed, values) },
      { onSuccess: () => setOpen(false), onError: (error) => toast.error("Not created", error) },
    );
  };
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <Plus /> Define {codeName}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`New variable ${codeName}`}
        description="Everyone in the project can name it in SQL, and dashboards can set it for all of their tiles."
        footer={
          <Button type="submit" form={form} variant="primary" busy={create.isPending}>
            Create variable
          </Button>
        }
      >
        <form id={form} onSubmit={submit} className="flex flex-col gap-3">
          <Field label="Type">
            <Select
              value={type}
              options={VARIABLE_TYPES.map((value) => ({ value, label: value }))}
              onChange={setType}
            />
          </Field>
          <Field label={type === "List" ? "Choices, the first is the default" : "Default"}>
            <Input
              value={typed}
              placeholder={PLACEHOLDERS[type]}
              onChange={({ target }) => setTyped(target.value)}
            />
          </Field>
        </form>
      </Dialog>
    </>
  );
}

const PLACEHOLDERS: Readonly<Record<Variable["type"], string>> = {
  String: "pro",
  Number: "100",
  Boolean: "true",
  List: "free, pro, enterprise",
  Date: "2026-01-31",
};

function defaultOf(type: Variable["type"], typed: string, values: readonly string[]): unknown {
  if (type === "List") return values[0] ?? null;
  if (type === "Boolean") return typed.trim() === "true";
  if (typed.trim() === "") return null;
  return type === "Number" ? Number(typed) : typed;
}
