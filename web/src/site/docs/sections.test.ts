import { expect, describe as group, it, test } from "vitest";
import { DOCS } from "./nav.ts";
import { readDoc } from "./read.ts";
import { describe, sectionsOf } from "./sections.ts";

const PAGE = `# Title
First, see [the other](other.md) and \`code\`.

## A **bold** step
| name | what |
| --- | --- |
| \`a\` | one \\| two |

\`\`\`sh
# no heading
run this
\`\`\`
### 3. Inside
1. *step*
`;

test("a page is cut at its headings, without marks", () => {
  expect(sectionsOf(PAGE)).toEqual([
    { anchor: "", heading: "Title", level: 1, text: "First, see the other and code." },
    {
      anchor: "a-bold-step",
      heading: "A bold step",
      level: 2,
      text: "name what a one | two # no heading run this",
    },
    { anchor: "3-inside", heading: "3. Inside", level: 3, text: "step" },
  ]);
});

group("what a page says of itself", () => {
  it.each([
    ["its first sentences", PAGE, "First, see the other and code."],
    ["whole words, at most 160 characters", `# T\n${"word ".repeat(50)}`, `${"word ".repeat(30)}word…`],
    ["nothing of an empty page", "", ""],
  ])("%s", (_name, markdown, expected) => expect(describe(markdown)).toBe(expected));
});

it.each(DOCS)("$path has a title, a description and no two equal anchors", async ({ path }) => {
  const { markdown } = await readDoc(path, new URL("../../../../docs", import.meta.url).pathname);
  const sections = sectionsOf(markdown);
  expect(sections[0]?.level).toBe(1);
  expect(describe(markdown).length).toBeGreaterThan(20);
  const anchors = sections.map(({ anchor }) => anchor);
  expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
});
