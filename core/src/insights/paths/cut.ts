import type { Expr, Field, Select } from "../../sql/ast.ts";
import {
  alias,
  arithmetic,
  array,
  call,
  compare,
  constant,
  field,
  lambda,
  select,
  tuple,
} from "../../sql/build.ts";
import type { PathsFilter } from "./schema.ts";
import { name, time } from "./step.ts";

const DEFAULT_STEPS = 5;
/** Stands for the middle of a path between two points that is too long. */
const OMITTED = "...";

/** Paths (`path` and `columns`) cut to those from the start point, to the end point, and to the step limit. */
export function cutPath(paths: Select, filter: PathsFilter | undefined, columns: readonly Field[]): Select {
  const { startPoint, endPoint, stepLimit = DEFAULT_STEPS } = filter ?? {};
  const started = startPoint ? pathFrom(paths, startPoint, columns) : paths;
  const ended = endPoint ? pathTo(started, endPoint, Boolean(startPoint), columns) : started;
  const path = field("path");
  const limited =
    startPoint && endPoint
      ? bothEnds(path, stepLimit)
      : endPoint
        ? call("arraySlice", path, constant(-stepLimit))
        : call("arraySlice", path, constant(1), constant(stepLimit));
  return select({ select: [...columns, alias("path", limited)], from: ended });
}

const positionOf = (item: string, path: Expr): Expr =>
  call("arrayFirstIndex", lambda(["step"], compare(name(field("step")), "==", constant(item))), path);

function pathFrom(paths: Select, start: string, columns: readonly Field[]): Select {
  const at = positionOf(start, field("path"));
  return select({
    select: [...columns, alias("path", call("arraySlice", field("path"), at))],
    from: paths,
    where: compare(at, ">", constant(0)),
  });
}

/** With a start point the end is looked for after it. */
function pathTo(paths: Select, end: string, afterFirst: boolean, columns: readonly Field[]): Select {
  const path = field("path");
  const skipped = afterFirst ? 1 : 0;
  const at = positionOf(end, afterFirst ? call("arrayPopFront", path) : path);
  const length = arithmetic(at, "+", constant(skipped));
  return select({
    select: [...columns, alias("path", call("arraySlice", path, constant(1), length))],
    from: paths,
    where: compare(at, ">", constant(0)),
  });
}

/** Of a long path between two points the first and the last steps, the middle as one step. */
function bothEnds(path: Expr, limit: number): Expr {
  const half = Math.max(1, Math.floor(limit / 2));
  const omitted = tuple(time(call("arrayElement", path, constant(half + 1))), constant(OMITTED));
  return call(
    "if",
    compare(call("length", path), ">", constant(Math.max(limit, 2))),
    call(
      "arrayConcat",
      call("arraySlice", path, constant(1), constant(half)),
      array(omitted),
      call("arraySlice", path, constant(-half)),
    ),
    path,
  );
}
