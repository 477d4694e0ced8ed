import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Block, MailContent } from "./blocks.ts";
import { plainBody, slackBody } from "./chat.ts";
import { escapeHtml, headerText, safeUrl } from "./escape.ts";
import { renderHtml } from "./render-html.ts";
import { renderText } from "./render-text.ts";

const mail = (blocks: readonly Block[], more: Partial<MailContent> = {}): MailContent => ({
  subject: "Hello",
  blocks,
  footer: "You asked for it.",
  ...more,
});

test.each([
  ["<b>", "&lt;b&gt;"],
  [`"a" & 'b'`, "&quot;a&quot; &amp; &#39;b&#39;"],
  ["&amp;", "&amp;amp;"],
  ["plain", "plain"],
])("%s is escaped", (text, expected) => expect(escapeHtml(text)).toBe(expected));

test.each([
  ["https://edgewise.dev/a?b=1&c=2", "https://edgewise.dev/a?b=1&amp;c=2"],
  ["mailto:a@b.test", "mailto:a@b.test"],
  ["javascript:alert(1)", "#"],
  [" javascript:alert(1)", "#"],
  ["data:text/html,x", "#"],
  ['https://x.test/" onclick="a', "https://x.test/&quot; onclick=&quot;a"],
])("the link %s", (url, expected) => expect(safeUrl(url)).toBe(expected));

test.each([
  ["A\r\nBcc: x@y.test", "A Bcc: x@y.test"],
  ["  A\u0000B ", "A B"],
])("a header holds one line: %j", (text, expected) => expect(headerText(text)).toBe(expected));

test("no text of any block opens a tag of its own", () => {
  const text = fc.stringMatching(/^[<>"'&a-z/=:\n]{0,20}$/);
  const block: fc.Arbitrary<Block> = fc.oneof(
    text.map((t): Block => ({ kind: "text", text: t })),
    text.map((t): Block => ({ kind: "code", text: t })),
    fc.tuple(text, text).map(([t, url]): Block => ({ kind: "heading", text: t, url })),
    fc.tuple(text, text).map(([label, url]): Block => ({ kind: "button", label, url })),
    fc.tuple(text, text).map(([t, url]): Block => ({ kind: "small", text: t, link: { label: t, url } })),
    text.map((t): Block => ({ kind: "table", columns: [t, t], rows: [{ cells: [t, t], share: 0.5 }] })),
  );
  const tags = (html: string) => html.match(/<[^>]*>/g)!.map((tag) => tag.replace(/="[^"]*"/g, ""));
  fc.assert(
    fc.property(fc.array(block), text, (blocks, footer) => {
      const known = new Set(
        tags(renderHtml(mail([...SAMPLE], { unsubscribeUrl: "https://x.test" }))).concat("<br>"),
      );
      for (const tag of tags(renderHtml(mail(blocks, { footer, subject: footer, preview: footer }))))
        expect(known).toContain(tag);
    }),
  );
});

const SAMPLE: readonly Block[] = [
  { kind: "heading", text: "Signups", url: "https://x.test/i/1" },
  { kind: "heading", text: "No link" },
  { kind: "text", text: "One\ntwo" },
  { kind: "table", columns: ["Day", "People"], rows: [{ cells: ["Mon", "1,200"], share: 1.4 }] },
  { kind: "code", text: "123456" },
  { kind: "small", text: "Because", link: { label: "settings", url: "https://x.test/s" } },
  { kind: "button", label: "Open", url: "https://x.test" },
];

describe("a whole mail", () => {
  test("as HTML", () => {
    const html = renderHtml(mail(SAMPLE, { unsubscribeUrl: "https://x.test/u", preview: "1,200 people" }));
    for (const part of [
      'href="https://x.test/i/1"',
      "One<br>two",
      "width:100%",
      "1,200 people",
      "Unsubscribe",
    ])
      expect(html).toContain(part);
    expect(html).toContain("prefers-color-scheme:dark");
  });
  test("as text", () => {
    expect(renderText(mail(SAMPLE, { unsubscribeUrl: "https://x.test/u" }))).toBe(
      `Signups\nhttps://x.test/i/1\n\nNo link\n\nOne\ntwo\n\nDay  People\nMon   1,200\n\n123456\n
Because settings: https://x.test/s\n\nOpen: https://x.test\n\n-- \nYou asked for it.\nUnsubscribe: https://x.test/u\n`,
    );
  });
  test("without a way to unsubscribe says nothing of it", () => {
    expect(renderText(mail([]))).not.toContain("Unsubscribe");
    expect(renderHtml(mail([]))).not.toContain("Unsubscribe");
  });
});

describe("in a chat", () => {
  test("Slack gets headers, links and tables, escaped", () => {
    const { text, blocks } = slackBody(mail([...SAMPLE, { kind: "text", text: "<!channel> & co" }]));
    expect(text).toBe("Hello");
    expect(blocks).toHaveLength(SAMPLE.length + 3);
    const said = JSON.stringify(blocks);
    expect(said).toContain("*<https://x.test/i/1|Signups>*");
    expect(said).toContain("```Day  People");
    expect(said).toContain("&lt;!channel&gt; &amp; co");
  });
  test("nothing is longer than Slack takes", () => {
    const many = Array.from({ length: 80 }, () => ({ kind: "text", text: "x".repeat(5000) }) as const);
    const { blocks } = slackBody(mail(many, { subject: "s".repeat(400) }));
    expect(blocks).toHaveLength(50);
    expect(Math.max(...blocks.map((block) => JSON.stringify(block).length))).toBeLessThan(3100);
  });
  test("others get plain text", () => {
    expect(plainBody(mail([{ kind: "text", text: "One" }]))).toEqual({
      text: "Hello\n\nOne",
      content: "Hello\n\nOne",
    });
  });
});
