/** Rows that the SQL editor answers at most. */
const MOST = 50_000;

/**
 * The SQL of an answer, with a limit that shows all of its rows: the editor would cut a text without one at 100. The
 * text is pretty-printed, so words of the outer query stand at the beginning of a line.
 */
export function wholeSql(sql: string): string {
  if (/^LIMIT\b/m.test(sql)) return sql;
  if (/^UNION\b/m.test(sql))
    return `SELECT *\nFROM\n    (\n${sql.replaceAll(/^/gm, "        ")}\n    )\nLIMIT ${MOST}`;
  return `${sql}\nLIMIT ${MOST}`;
}
