import type { JsonValue } from "../../events/types.ts";
import { invert, NO, verdict, YES } from "../verdict.ts";
import type { Matcher, Operator } from "./operator.ts";
import { numericForm, stringForm } from "./values.ts";

type Comparison = (left: number | string, right: number | string) => boolean;

/** Server: both numeric or no match. */
function compareNumbers(filterValue: JsonValue, compare: Comparison): Matcher {
  const wanted = numericForm(filterValue);
  if (wanted === null) return () => NO;
  return (value) => {
    const number = numericForm(value);
    return verdict(number !== null && compare(number, wanted));
  };
}

/** SDKs: leading numbers count, and what has none is compared as text. */
function compareLoosely(filterValue: JsonValue, compare: Comparison): Matcher {
  const wanted = looseNumber(filterValue);
  const wantedText = stringForm(filterValue);
  return (value) => {
    if (value === null) return NO;
    const number = looseNumber(value);
    if (Number.isFinite(wanted) && Number.isFinite(number)) return verdict(compare(number, wanted));
    return verdict(compare(stringForm(value), wantedText));
  };
}

function looseNumber(value: JsonValue): number {
  return typeof value === "number" ? value : Number.parseFloat(stringForm(value));
}

function comparison(compare: Comparison): Operator {
  return {
    absent: NO,
    compile: (filterValue, { dialect }) => {
      if (filterValue === undefined || (filterValue === null && dialect === "server")) return () => NO;
      return dialect === "server"
        ? compareNumbers(filterValue, compare)
        : compareLoosely(filterValue, compare);
    },
  };
}

export const gt = comparison((left, right) => left > right);
export const gte = comparison((left, right) => left >= right);
export const lt = comparison((left, right) => left < right);
export const lte = comparison((left, right) => left <= right);

/** Inclusive on both ends; a malformed range is an error (null), never a match for either operator. */
function compileBetween(filterValue: JsonValue | undefined): Matcher | null {
  if (!Array.isArray(filterValue) || filterValue.length !== 2) return null;
  const low = numericForm(filterValue[0]!);
  const high = numericForm(filterValue[1]!);
  if (low === null || high === null || !(low <= high)) return null;
  return (value) => {
    const number = numericForm(value)!;
    return verdict(number >= low && number <= high);
  };
}

function isNumeric(value: JsonValue): boolean {
  const number = numericForm(value);
  return number !== null && !Number.isNaN(number);
}

export const between: Operator = {
  absent: NO,
  serverOnly: true,
  compile: (filterValue) => {
    const inside = compileBetween(filterValue);
    if (inside === null) return () => NO;
    return (value, now) => (isNumeric(value) ? inside(value, now) : NO);
  },
};

export const notBetween: Operator = {
  absent: YES,
  serverOnly: true,
  compile: (filterValue) => {
    const inside = compileBetween(filterValue);
    if (inside === null) return () => NO;
    return (value, now) => (isNumeric(value) ? invert(inside(value, now)) : NO);
  },
};
