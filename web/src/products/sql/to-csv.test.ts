import { expect, it } from "vitest";
import { toCsv } from "./to-csv.ts";

it.each([
  ["plain", [["a", 1, null]], "a,1,"],
  ["quotes, commas, lines", [['say "hi"', "a,b", "x\ny"]], '"say ""hi""","a,b","x\ny"'],
  ["objects as JSON", [[{ a: [1] }, true, undefined]], '"{""a"":[1]}",true,'],
  ["no formulas", [["=1+1", "-x", -5]], "'=1+1,'-x,-5"],
])("%s", (_name, rows, expected) => {
  expect(toCsv(["c1", "c2", "c3"], rows)).toBe(`c1,c2,c3\r\n${expected}`);
});
