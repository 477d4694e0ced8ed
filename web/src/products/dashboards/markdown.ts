/** A small part of Markdown, enough for notes between charts. Never HTML: everything else stays text. */

export type Inline =
  | { readonly kind: "text" | "strong" | "em" | "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly inline: readonly Inline[] }
  | { readonly kind: "paragraph"; readonly inline: readonly Inline[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] };

/** Headings, paragraphs and bullet lists; a line break inside of a paragraph stays one. */
export function parseMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const chunk of text.replaceAll("\r\n", "\n").split(/\n{2,}/)) {
    let paragraph: string[] = [];
    let items: (readonly Inline[])[] = [];
    const flush = () => {
      if (paragraph.length > 0) blocks.push({ kind: "paragraph", inline: parseInline(paragraph.join("\n")) });
      if (items.length > 0) blocks.push({ kind: "list", items });
      paragraph = [];
      items = [];
    };
    for (const line of chunk.split("\n")) {
      const heading = /^(#{1,3})\s+(.*)$/.exec(line);
      const item = /^[-*]\s+(.*)$/.exec(line);
      if (heading) {
        flush();
        const level = (heading[1] ?? "#").length as 1 | 2 | 3;
        blocks.push({ kind: "heading", level, inline: parseInline(heading[2] ?? "") });
      } else if (item) {
        if (paragraph.length > 0) flush();
        items.push(parseInline(item[1] ?? ""));
      } else if (line.trim() !== "") {
        if (items.length > 0) flush();
        paragraph.push(line);
      }
    }
    flush();
  }
  return blocks;
}

const INLINE = /\*\*(.+?)\*\*|\*(\S(?:.*?\S)?)\*|`([^`]+)`|\[([^\]]+)\]\((https?:\/\/[^\s)]+|\/[^\s)]*)\)/g;

function parseInline(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, strong, em, code, label, href] = match;
    if (match.index > at) parts.push({ kind: "text", text: text.slice(at, match.index) });
    if (strong !== undefined) parts.push({ kind: "strong", text: strong });
    else if (em !== undefined) parts.push({ kind: "em", text: em });
    else if (code !== undefined) parts.push({ kind: "code", text: code });
    else parts.push({ kind: "link", text: label ?? "", href: href ?? "" });
    at = match.index + whole.length;
  }
  if (at < text.length) parts.push({ kind: "text", text: text.slice(at) });
  return parts;
}
