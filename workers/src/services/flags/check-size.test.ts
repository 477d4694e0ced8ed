import { expect, test } from "vitest";
import { ApiError } from "../../http/errors.ts";
import { checkSize } from "./check-size.ts";

const definition = { groups: [], payloads: { true: JSON.stringify("x".repeat(200_000)) } };

test.each([
  [0, true],
  [49, true],
  [50, false],
])("%i large definitions fit: %s", (count, fits) => {
  const check = () => checkSize(Array.from({ length: count }, () => definition));
  if (fits) expect(check).not.toThrow();
  else expect(check).toThrow(ApiError);
});
