import { expect, test } from "vitest";
import { listAt, readForm, textAt } from "./form.ts";

test.each([
  ["a=1&b=x%20y", { a: "1", b: "x y" }],
  ["a[b][c]=1&a[d]=2", { a: { b: { c: "1" }, d: "2" } }],
  ["l[0][amount]=5&l[0][text]=a&l[1][amount]=-6", { l: [{ amount: "5", text: "a" }, { amount: "-6" }] }],
  ["k[]=a&k[]=b", { k: ["a", "b"] }],
  ["expand[0]=data.x", { expand: ["data.x"] }],
  ["", {}],
])("%s", (text, form) => expect(readForm(text)).toEqual(form));

test("values are read by their path", () => {
  const form = readForm("a[b]=1&l[0][c]=2&m=3");
  expect([textAt(form, "a", "b"), textAt(form, "a"), textAt(form, "m", "x"), textAt(undefined, "a")]).toEqual(
    ["1", undefined, undefined, undefined],
  );
  expect(textAt(listAt(form, "l")[0], "c")).toBe("2");
  expect(listAt(form, "m")).toEqual(["3"]);
  expect(listAt(form, "none")).toEqual([]);
});
