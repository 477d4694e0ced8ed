import { expect, test } from "vitest";
import { readPeopleCsv } from "./csv.ts";

test.each<[string, string, string, string[]]>([
  ["distinct IDs without a head", "u1\nu2\nu1\n", "distinct_id", ["u1", "u2"]],
  ["a head alone in its column", "distinct_id\nu1\n", "distinct_id", ["u1"]],
  ["another spelling", "Distinct ID\r\nu1\r\n", "distinct_id", ["u1"]],
  ["e-mail among others", 'name,E-Mail\n"Lovelace, Ada",ada@x.io\nBob,\n', "email", ["ada@x.io"]],
  ["person IDs before the rest", "distinct_id,person_id\nu1,0190\n", "person_id", ["0190"]],
  ["quotes in quotes, lines in cells", 'distinct_id,n\n"a ""b"" c","x\ny"\n', "distinct_id", ['a "b" c']],
  ["semicolons", "name;email\nAda;ada@x.io", "email", ["ada@x.io"]],
  ["tabs and a byte order mark", "\uFEFFemail\tname\nada@x.io\tAda", "email", ["ada@x.io"]],
])("%s", (_, text, by, values) => {
  expect(readPeopleCsv(text)).toEqual({ ok: true, value: { by, values } });
});

test.each<[string, string, RegExp]>([
  ["nothing", "\n \n", /empty/],
  ["no column we know", "name,age\nAda,36\n", /needs a column .* found "name", "age"/],
  ["no values", "email\n", /no values/],
])("refuses %s", (_, text, message) => {
  const result = readPeopleCsv(text);
  expect(result.ok ? "" : result.error).toMatch(message);
});
