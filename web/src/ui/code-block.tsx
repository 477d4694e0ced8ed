"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonProps } from "@/ui/button";
import { cn } from "@/ui/cn";

interface CopyProps extends Omit<ButtonProps, "children" | "onClick"> {
  readonly text: string;
  readonly label?: string;
}

/** Copies text and says so for a moment. */
export function CopyButton({
  text,
  label = "Copy",
  size = "icon-sm",
  variant = "quiet",
  ...rest
}: CopyProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const iconOnly = size === "icon" || size === "icon-sm";
  return (
    <Button
      size={size}
      variant={variant}
      aria-label={copied ? "Copied" : label}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      {...rest}
    >
      {copied ? <Check className="text-ok" /> : <Copy />}
      {!iconOnly && (copied ? "Copied" : label)}
    </Button>
  );
}

interface CodeBlockProps {
  readonly code: string;
  readonly label?: string;
  readonly className?: string;
  readonly wrap?: boolean;
}

/** Code to read or copy. */
export function CodeBlock({ code, label, className, wrap }: CodeBlockProps) {
  return (
    <div className={cn("overflow-hidden rounded-md border border-line bg-sunken/60", className)}>
      <div className="flex items-center justify-between border-b border-line pl-3 pr-1 py-0.5">
        <span className="font-mono text-2xs text-muted">{label ?? ""}</span>
        <CopyButton text={code} label="Copy code" />
      </div>
      <pre
        className={cn(
          "max-h-96 overflow-auto p-3 font-mono text-xs leading-relaxed",
          wrap && "break-all whitespace-pre-wrap",
        )}
      >
        <code>{code}</code>
      </pre>
    </div>
  );
}
