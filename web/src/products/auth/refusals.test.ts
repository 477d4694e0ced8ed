import { expect, test } from "vitest";
import { refusalText } from "./refusals";

test.each([
  [null, null],
  ["SSO_REQUIRED", /single sign-on/],
  ["account_not_linked", /an account with this address/],
  ["<script>", /did not work/],
])("%s", (code, expected) => {
  if (expected === null) expect(refusalText(code)).toBeNull();
  else expect(refusalText(code)).toMatch(expected);
});
