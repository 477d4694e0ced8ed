import { describe, expect, it } from "vitest";
import { selectorPattern } from "./element.ts";

/** The clicked element first, then its ancestors, as the SDK's server writes it. */
const CHAIN = [
  'span.icon.small:nth-child="1"nth-of-type="1"text="Go"',
  'a.btn.btn-primary:attr__class="btn btn-primary"attr_id="buy"href="/x"nth-child="2"text="Buy"',
  'div.card:attr__data-test="1"nth-child="3"',
  'body:nth-child="1"',
].join(";");

describe("selectorPattern", () => {
  it.each([
    ["a", true],
    ["A-x", false],
    ["*", true],
    [".btn", true],
    [".btn-primary", true],
    [".btn.btn-primary", true],
    [".btn-primary.btn", true],
    [".bt", false],
    [".primary", false],
    ["a.btn", true],
    ["span.btn", false],
    ["#buy", true],
    ["#bu", false],
    ["a#buy.btn", true],
    ["[href='/x']", true],
    ['a[href="/x"]', true],
    ["a[href='/y']", false],
    ["[data-test]", true],
    ["div[data-test='1']", true],
    ["a:nth-child(2)", true],
    ["a:nth-child(3)", false],
    ["div a", true],
    ["div > a", true],
    ["div>a", true],
    ["a > div", false],
    ["body span", true],
    ["body > span", false],
    ["body > div > a > span", true],
    ["body div .icon", true],
    ["body a div", false],
  ])("%s: %s", (selector, matches) => {
    expect(new RegExp(selectorPattern(selector)).test(CHAIN)).toBe(matches);
  });

  it.each(["a + b", "a ~ b", "a:hover", "a, b", "a[x^='1']", "("])("refuses %s", (selector) => {
    expect(() => selectorPattern(selector)).toThrow("isn't supported");
  });
});
