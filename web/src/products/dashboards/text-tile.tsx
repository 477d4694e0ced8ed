import { useMemo } from "react";
import { type Inline, parseMarkdown } from "@/products/dashboards/markdown";

/** A note between charts. */
export function TextTile({ body }: { readonly body: string }) {
  const blocks = useMemo(() => parseMarkdown(body), [body]);
  return (
    <div className="flex flex-col gap-1.5 overflow-auto px-3 py-2.5 text-sm">
      {blocks.map((block, index) => {
        // Blocks of a text have no identity but their place.
        const key = `${index}`;
        if (block.kind === "list") {
          return (
            <ul key={key} className="list-disc pl-5">
              {block.items.map((item, at) => (
                <li key={`${key}.${at}`}>
                  <Spans parts={item} />
                </li>
              ))}
            </ul>
          );
        }
        if (block.kind === "paragraph") {
          return (
            <p key={key} className="whitespace-pre-line text-muted">
              <Spans parts={block.inline} />
            </p>
          );
        }
        return (
          <h3
            key={key}
            className={block.level < 3 ? "text-base font-semibold tracking-tight" : "font-semibold"}
          >
            <Spans parts={block.inline} />
          </h3>
        );
      })}
    </div>
  );
}

function Spans({ parts }: { readonly parts: readonly Inline[] }) {
  return parts.map((part, index) => {
    const key = `${index}`;
    if (part.kind === "strong") return <strong key={key}>{part.text}</strong>;
    if (part.kind === "em") return <em key={key}>{part.text}</em>;
    if (part.kind === "code")
      return (
        <code key={key} className="rounded-sm bg-sunken px-1 font-mono text-xs">
          {part.text}
        </code>
      );
    if (part.kind === "link")
      return (
        <a key={key} href={part.href} className="text-accent underline underline-offset-2">
          {part.text}
        </a>
      );
    return part.text;
  });
}
