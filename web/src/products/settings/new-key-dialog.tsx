"use client";
import { type FormEvent, useState } from "react";
import { api } from "@/lib/api/client";
import { ApiError, explainError } from "@/lib/api/error";
import type { PersonalKey } from "@/lib/api/types";
import { type Access, type AccessMap, SCOPE_OBJECTS, toScopes } from "@/products/settings/scopes";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { ToggleGroup } from "@/ui/toggle-group";

interface NewKeyDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCreated: (key: PersonalKey) => void;
}

const ENDS = [
  { value: "0", label: "Never" },
  { value: "7", label: "In a week" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
];

/** Label, end and scopes of a new personal key. */
export function NewKeyDialog({ open, onClose, onCreated }: NewKeyDialogProps) {
  const [label, setLabel] = useState("");
  const [everything, setEverything] = useState<"some" | "all">("some");
  const [access, setAccess] = useState<AccessMap>({ query: "read" });
  const [days, setDays] = useState("0");
  const [errors, setErrors] = useState<{ label?: string; form?: string }>({});
  const [busy, setBusy] = useState(false);
  const scopes = everything === "all" ? ["*"] : toScopes(access);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (label.trim() === "") return setErrors({ label: "Say what the key is for." });
    if (scopes.length === 0) return setErrors({ form: "A key without any scope can do nothing." });
    setBusy(true);
    setErrors({});
    try {
      const key = await api.post<PersonalKey>("/api/personal_api_keys/", {
        label: label.trim(),
        scopes,
        ...(days === "0"
          ? {}
          : { expires_at: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }),
      });
      setLabel("");
      onCreated(key);
    } catch (error) {
      const onLabel = error instanceof ApiError && error.attr === "label";
      setErrors(onLabel ? { label: error.message } : { form: explainError(error).detail });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title="New personal API key"
      footer={
        <Button type="submit" form="new-key" variant="primary" busy={busy}>
          Create key
        </Button>
      }
    >
      <form id="new-key" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field label="What is it for?" error={errors.label}>
          <Input
            autoFocus
            maxLength={40}
            placeholder="Deploy script"
            value={label}
            onChange={(e) => setLabel(e.target.value)}
          />
        </Field>
        <Field label="It ends">
          <Select value={days} onChange={setDays} options={ENDS} />
        </Field>
        <div>
          <ToggleGroup
            label="Scopes"
            value={everything}
            onChange={setEverything}
            options={[
              { value: "some", label: "Chosen scopes" },
              { value: "all", label: "Everything I may do" },
            ]}
          />
        </div>
        {everything === "some" && (
          <ul className="divide-y divide-line rounded-md border border-line">
            {SCOPE_OBJECTS.map(({ key, label: name }) => (
              <li key={key} className="flex items-center justify-between gap-3 px-2.5 py-1">
                <span className="text-sm">{name}</span>
                <ToggleGroup<Access>
                  label={`Access to ${name}`}
                  value={access[key] ?? "none"}
                  onChange={(level) => setAccess({ ...access, [key]: level })}
                  options={[
                    { value: "none", label: "none" },
                    { value: "read", label: "read" },
                    { value: "write", label: "write" },
                  ]}
                />
              </li>
            ))}
          </ul>
        )}
        {errors.form && (
          <p role="alert" className="text-sm text-danger">
            {errors.form}
          </p>
        )}
      </form>
    </Dialog>
  );
}
