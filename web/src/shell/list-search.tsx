"use client";
import { useEffect, useRef } from "react";
import { isTyping } from "@/shell/shortcuts";
import { SearchInput } from "@/ui/input";

interface ListSearchProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly placeholder: string;
  readonly label: string;
}

/** The search box of a list page; `/` goes to it. */
export function ListSearch({ value, onChange, placeholder, label }: ListSearchProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <SearchInput
      ref={input}
      className="w-72 max-w-full"
      placeholder={placeholder}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
