import type { JsonValue } from "../../events/types.ts";
import { invert, NO, verdict, YES } from "../verdict.ts";
import type { Matcher, Operator } from "./operator.ts";
import { asciiLower, stringForm } from "./values.ts";

type TextTest = (text: string, wanted: string) => boolean;

const contains: TextTest = (text, wanted) => text.includes(wanted);
const starts: TextTest = (text, wanted) => text.startsWith(wanted);
const ends: TextTest = (text, wanted) => text.endsWith(wanted);

/** Both sides in string form, A–Z folded. `multi`: any item of the filter's array. */
function compileText(filterValue: JsonValue | undefined, test: TextTest, multi: boolean): Matcher {
  if (filterValue === undefined || filterValue === null) return () => NO;
  const items = multi && Array.isArray(filterValue) ? filterValue : [filterValue];
  const wanted = items.map((item) => asciiLower(stringForm(item)));
  const only = wanted.length === 1 ? wanted[0]! : null;
  return (value) => {
    const text = asciiLower(typeof value === "string" ? value : stringForm(value));
    return verdict(only !== null ? test(text, only) : wanted.some((item) => test(text, item)));
  };
}

function pair(test: TextTest, multi: boolean): readonly [Operator, Operator] {
  const serverOnly = multi;
  return [
    { absent: NO, serverOnly, compile: (filterValue) => compileText(filterValue, test, multi) },
    {
      absent: YES,
      serverOnly,
      compile: (filterValue) => {
        if (filterValue === undefined || filterValue === null) return () => NO;
        const match = compileText(filterValue, test, multi);
        return (value, now) => invert(match(value, now));
      },
    },
  ];
}

export const [icontains, notIcontains] = pair(contains, false);
export const [icontainsMulti, notIcontainsMulti] = pair(contains, true);
export const [startsWith, notStartsWith] = pair(starts, false);
export const [endsWith, notEndsWith] = pair(ends, false);
