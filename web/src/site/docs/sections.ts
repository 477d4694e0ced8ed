import { anchorOf } from "./link.ts";

/** A part of a page of the documentation: what stands below one heading. */
export interface DocSection {
  /** Of the heading; empty above the first. */
  readonly anchor: string;
  readonly heading: string;
  readonly level: 1 | 2 | 3;
  /** What is to be read there, without marks. */
  readonly text: string;
}

/** Cuts a page at its headings of the second and third level; `#` in code is none. */
export function sectionsOf(markdown: string): readonly DocSection[] {
  const sections: { anchor: string; heading: string; level: 1 | 2 | 3; lines: string[] }[] = [];
  let inCode = false;
  for (const line of markdown.split("\n")) {
    if (line.startsWith("```")) {
      inCode = !inCode;
      continue;
    }
    const heading = inCode ? null : /^(#{1,3}) (.+)$/.exec(line);
    if (heading) {
      const level = (heading[1]?.length ?? 1) as 1 | 2 | 3;
      const title = plain(heading[2] ?? "");
      sections.push({ anchor: level === 1 ? "" : anchorOf(title), heading: title, level, lines: [] });
    } else sections.at(-1)?.lines.push(inCode ? line : plain(line.replace(/^\s*(?:[-*>]|\d+\.) /, "")));
  }
  return sections.map(({ lines, ...section }) => ({ ...section, text: words(lines.join(" ")) }));
}

/** The first sentences of a page, for search engines and previews of links: at most 160 characters. */
export function describe(markdown: string): string {
  const text = sectionsOf(markdown).find((section) => section.text !== "")?.text ?? "";
  if (text.length <= 160) return text;
  return `${text.slice(0, 159).replace(/\s+\S*$/, "")}…`;
}

const words = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** A line without Markdown's marks: links as their text, cells of a table apart. */
const plain = (line: string): string =>
  words(
    line
      .replaceAll(/^\s*\|[\s|:-]+\|\s*$/g, "")
      .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replaceAll(/\*\*|`/g, "")
      .replaceAll(/\*(\S[^*]*)\*/g, "$1")
      .replaceAll(/(?<!\\)\|/g, " ")
      .replaceAll("\\|", "|"),
  );
