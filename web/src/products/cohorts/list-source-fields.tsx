"use client";
import { Upload } from "lucide-react";
import { useId, useRef, useState } from "react";
import { exactNumber } from "@/lib/format";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Textarea } from "@/ui/input";

/** What a static cohort is filled from: the part of its body that says so. */
export interface ListSource {
  readonly csv: string;
}

interface ListSourceFieldsProps {
  /** The cohort exists: people are added to those it has. */
  readonly adding: boolean;
  readonly onChange: (source: ListSource | null) => void;
  readonly error: string | undefined;
}

/** A CSV file, or a list that is pasted. */
export function ListSourceFields({ adding, onChange, error }: ListSourceFieldsProps) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [text, setText] = useState("");
  const [file, setFile] = useState<string | null>(null);
  const put = (next: string, name: string | null) => {
    setText(next);
    setFile(name);
    onChange(next.trim() ? { csv: next } : null);
  };
  const lines = text.split("\n").filter((line) => line.trim() !== "").length;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">
        {adding
          ? "People on this list are added to those who are in it."
          : "A list stays as it is until you change it."}{" "}
        One person a line, by distinct ID, e-mail or person ID; a first line such as <code>distinct_id</code>,{" "}
        <code>email</code> or <code>person_id</code> says which column it is.
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => input.current?.click()}>
          <Upload /> Choose a CSV file
        </Button>
        <label htmlFor={id} className="sr-only">
          CSV file
        </label>
        <input
          ref={input}
          id={id}
          type="file"
          accept=".csv,.txt,text/csv,text/plain"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            event.target.value = "";
            if (chosen) void chosen.text().then((content) => put(content, chosen.name));
          }}
        />
        {file && (
          <span className="text-sm">
            {file}, {exactNumber(lines)} {lines === 1 ? "line" : "lines"}
          </span>
        )}
      </div>
      <Field label="or paste a list" error={error}>
        <Textarea
          rows={6}
          spellCheck={false}
          className="font-mono text-xs"
          placeholder={"user-1\nuser-2"}
          value={text.length > 20_000 ? "" : text}
          onChange={(event) => put(event.target.value, null)}
        />
      </Field>
    </div>
  );
}
