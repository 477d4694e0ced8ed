import type { ComponentProps, ReactNode } from "react";
import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { anchorOf, siteLink } from "./link";

/** Markdown of the documentation as elements: links lead to pages of the site, headings have anchors. */
export function Markdown({ text, from }: { readonly text: string; readonly from: string }) {
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm]}
      components={{
        a({ href = "", children }) {
          const target = siteLink(href, from);
          return target === null ? <span>{children}</span> : <a href={target}>{children}</a>;
        },
        h2: ({ children }) => <Heading level="h2">{children}</Heading>,
        h3: ({ children }) => <Heading level="h3">{children}</Heading>,
        pre: ({ children }: ComponentProps<"pre">) => (
          <div className="prose-code">
            <pre>{children}</pre>
            <button type="button" data-copy hidden>
              Copy
            </button>
          </div>
        ),
        table: ({ children }: ComponentProps<"table">) => (
          // A wide table scrolls by itself, not the page.
          <div className="prose-table">
            <table>{children}</table>
          </div>
        ),
      }}
    >
      {text}
    </ReactMarkdown>
  );
}

function Heading({ level: Level, children }: { readonly level: "h2" | "h3"; readonly children?: ReactNode }) {
  const id = anchorOf(textOf(children));
  return (
    <Level id={id}>
      <a href={`#${id}`} className="prose-anchor">
        {children}
      </a>
    </Level>
  );
}

function textOf(node: ReactNode): string {
  if (typeof node === "string" || typeof node === "number") return String(node);
  if (Array.isArray(node)) return node.map(textOf).join("");
  if (typeof node === "object" && node !== null && "props" in node)
    return textOf((node.props as { children?: ReactNode }).children);
  return "";
}
