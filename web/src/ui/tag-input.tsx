"use client";
import { X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { Badge } from "@/ui/badge";
import { Input } from "@/ui/input";

interface TagInputProps {
  readonly tags: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
  readonly id?: string;
}

/** A list of short texts; Enter, a comma or leaving the field ends one. */
export function TagInput({ tags, onChange, ...rest }: TagInputProps) {
  const [typed, setTyped] = useState("");
  const add = () => {
    const tag = typed.trim();
    if (tag && !tags.includes(tag)) onChange([...tags, tag]);
    setTyped("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Backspace" && typed === "") onChange(tags.slice(0, -1));
    if (!typed.trim() || (event.key !== "Enter" && event.key !== ",")) return;
    event.preventDefault();
    add();
  };
  return (
    <div className="flex flex-col gap-1.5">
      <Input
        {...rest}
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
      />
      {tags.length > 0 && (
        <span className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <Badge key={tag}>
              {tag}
              <button
                type="button"
                aria-label={`Remove tag ${tag}`}
                className="flex size-4 items-center justify-center"
                onClick={() => onChange(tags.filter((other) => other !== tag))}
              >
                <X className="size-3" aria-hidden />
              </button>
            </Badge>
          ))}
        </span>
      )}
    </div>
  );
}
