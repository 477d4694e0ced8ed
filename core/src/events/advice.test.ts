import { describe, expect, it, test } from "vitest";
import { adviceFor } from "./advice.ts";
import { REJECTIONS, WARNINGS } from "./reasons.ts";

describe("adviceFor", () => {
  test.each(Object.keys(REJECTIONS))("%s: a refused event", (reason) => {
    expect(adviceFor(reason)).toMatchObject({
      effect: "refused",
      what: REJECTIONS[reason as keyof typeof REJECTIONS],
      todo: expect.stringMatching(/\.$/),
    });
  });

  test.each([...Object.keys(WARNINGS), "person_properties_too_large", "cannot_merge_already_identified"])(
    "%s: a kept event",
    (type) => {
      expect(adviceFor(type)).toMatchObject({ effect: "kept", todo: expect.stringMatching(/\.$/) });
    },
  );

  it("gives examples that can be sent", () => {
    const examples = [...Object.keys(REJECTIONS), ...Object.keys(WARNINGS)]
      .map((type) => adviceFor(type)?.example)
      .filter((example) => example?.startsWith("{"));
    expect(examples.length).toBeGreaterThan(5);
    for (const example of examples) expect(() => JSON.parse(String(example)) as unknown).not.toThrow();
  });

  test.each(["", "unheard_of", "toString"])("%j is not known", (type) => {
    expect(adviceFor(type)).toBeNull();
  });
});
