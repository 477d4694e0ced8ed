import { describe, expect, it } from "vitest";
import { type Block, parseMarkdown } from "./markdown.ts";

const text = (value: string) => ({ kind: "text", text: value }) as const;

describe("parseMarkdown", () => {
  it.each<[string, string, Block[]]>([
    ["nothing", "", []],
    [
      "a heading and a line below it",
      "## Growth\nWho finds us.",
      [
        { kind: "heading", level: 2, inline: [text("Growth")] },
        { kind: "paragraph", inline: [text("Who finds us.")] },
      ],
    ],
    ["lines of one paragraph", "a\nb", [{ kind: "paragraph", inline: [text("a\nb")] }]],
    [
      "a list after text",
      "Do:\n- one\n* two",
      [
        { kind: "paragraph", inline: [text("Do:")] },
        { kind: "list", items: [[text("one")], [text("two")]] },
      ],
    ],
    [
      "marks",
      "**a** *b* `c`",
      [
        {
          kind: "paragraph",
          inline: [
            { kind: "strong", text: "a" },
            text(" "),
            { kind: "em", text: "b" },
            text(" "),
            { kind: "code", text: "c" },
          ],
        },
      ],
    ],
    [
      "links to the web and within the app",
      "[x](https://a.test/b) [y](/project/1)",
      [
        {
          kind: "paragraph",
          inline: [
            { kind: "link", text: "x", href: "https://a.test/b" },
            text(" "),
            { kind: "link", text: "y", href: "/project/1" },
          ],
        },
      ],
    ],
    [
      "a link that runs code stays text",
      "[x](javascript:alert(1))",
      [{ kind: "paragraph", inline: [text("[x](javascript:alert(1))")] }],
    ],
    ["markup stays text", "<b>x</b>", [{ kind: "paragraph", inline: [text("<b>x</b>")] }]],
    ["a lone star", "2 * 3 * 4", [{ kind: "paragraph", inline: [text("2 * 3 * 4")] }]],
    ["a hash without a space", "#tag", [{ kind: "paragraph", inline: [text("#tag")] }]],
  ])("%s", (_, source, expected) => expect(parseMarkdown(source)).toEqual(expected));
});
