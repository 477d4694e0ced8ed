import type { Select } from "../ast.ts";
import { SqlProblem } from "../error.ts";
import type { Lowering } from "./scope.ts";

/** Views that a query may open, each time it names one counted. */
const MAX_OPENED = 100;

/**
 * Reads views of one query: each is a select of its own, blind to the names around it, and under the same tenant. A view
 * that comes to read itself is refused. `reserve`: keeps the names of its text from being given to tables.
 */
export function viewReader(low: () => Lowering, reserve: (select: Select) => void): Lowering["view"] {
  const path: string[] = [];
  let opened = 0;
  return (name, span) => {
    const view = low().context.views?.(name);
    if (!view) return undefined;
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(" → ");
      throw new SqlProblem("invalid_arguments", `View \`${name}\` reads itself: ${circle}.`, span);
    }
    if (++opened > MAX_OPENED) {
      throw new SqlProblem("too_complex", `The query reads more than ${MAX_OPENED} views.`, span);
    }
    if (!view.ok) throw inView(name, view.error.message, span);
    reserve(view.value);
    path.push(name);
    try {
      return low().select(view.value, new Map());
    } catch (error) {
      // Places within the view's text mean nothing to who reads the query around it.
      if (error instanceof SqlProblem && path.length === 1) throw inView(name, error.error.message, span);
      throw error;
    } finally {
      path.pop();
    }
  };
}

const inView = (name: string, message: string, span: Parameters<Lowering["view"]>[1]): SqlProblem =>
  new SqlProblem(
    "invalid_arguments",
    message.startsWith("View `") ? message : `View \`${name}\`: ${message}`,
    span,
  );
