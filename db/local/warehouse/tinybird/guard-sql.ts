import type { Engine } from "../engine/engine.ts";
import { quote } from "../engine/settings.ts";
import { type Scan, scan } from "../engine/statement.ts";
import { isKeyword, tokens } from "../engine/tokens.ts";
import { type Access, grant, isAdmin } from "./access.ts";
import { TinybirdError } from "./error.ts";

/** Functions that reach beyond the rows of a query: files, other servers, dictionaries, the machine, waiting. */
const FORBIDDEN =
  /^(file|joinGet\w*|dict\w*|sleep\w*|catboost\w*|evalML\w*|filesystem\w*|getServerSetting|getSetting|getMacro|hasColumnInTable|serverUUID|hostname|fqdn|addressTo\w+|demangle|currentProfiles|currentRoles|enabledRoles|showCertificate|getClientHTTPHeader)$/i;

/** What a permitted query must run with. */
export interface Guarded {
  readonly scan: Scan;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Checks a caller's SQL: one SELECT, and for other tokens than the admin's only data sources that the token may read,
 * no table functions, nothing of the server. A token's row filter becomes a filter on the table itself, wherever the
 * query names it. Throws {@link TinybirdError} 400 or 403.
 */
export async function guardSql(
  engine: Engine,
  database: string,
  sql: string,
  access: Access,
): Promise<Guarded> {
  const scanned = scan(sql);
  const first = tokens(scanned.sql).next().value;
  const selecting = isKeyword(first, "SELECT") || isKeyword(first, "WITH") || first?.text === "(";
  if (!selecting) throw await refusal(engine, scanned);
  if (isAdmin(access)) return { scan: scanned, settings: {} };
  if (scanned.settings) throw new TinybirdError(403, "SETTINGS are not allowed");

  const ast = await engine.control(`EXPLAIN AST ${withoutFormat(scanned)}`);
  if (!ast.startsWith("SelectWithUnionQuery"))
    throw new TinybirdError(403, "Only SELECT statements are allowed");
  const existing = await tablesOf(engine, database);
  const filters = new Map<string, string>();
  for (const table of namedTables(ast)) {
    const name = table.startsWith(`${database}.`) ? table.slice(database.length + 1) : table;
    // A CTE's name is fine as long as no table has it: then the name can mean nothing else.
    if (!existing.has(name) && cteNames(scanned.sql).has(name)) continue;
    const scope = grant(access, "DATASOURCES:READ", name);
    if (scope === undefined) throw new TinybirdError(403, `The token "${access.name}" can't read "${table}"`);
    if (scope.filter !== undefined) filters.set(`${database}.${name}`, scope.filter);
  }
  refuseFunctions(ast);
  refuseHiddenTables(ast, existing, database, access);
  const map = [...filters].map(([table, filter]) => `${quote(table)}: ${quote(filter)}`).join(", ");
  const settings: Record<string, string> = map === "" ? {} : { additional_table_filters: `{${map}}` };
  return { scan: scanned, settings };
}

/** Statements that aren't a SELECT are refused; what is no statement at all gets the engine's own words. */
async function refusal(engine: Engine, scanned: Scan): Promise<unknown> {
  try {
    await engine.control(`EXPLAIN AST ${withoutFormat(scanned)}`);
  } catch (error) {
    return error;
  }
  return new TinybirdError(403, "Only SELECT statements are allowed");
}

function withoutFormat({ sql, statement }: Scan): string {
  if (statement.format === undefined) return sql;
  return sql.replace(/\bFORMAT\s+\w+\s*$/i, "");
}

async function tablesOf(engine: Engine, database: string): Promise<ReadonlySet<string>> {
  const names = await engine.control(`SELECT name FROM system.tables WHERE database = ${quote(database)}`);
  return new Set(names.split("\n").filter((name) => name !== ""));
}

function namedTables(ast: string): string[] {
  return [...ast.matchAll(/^\s*TableIdentifier (\S+)/gm)].map(([, name]) => name!);
}

function refuseFunctions(ast: string): void {
  const tableFunction = /^\s*TableExpression[^\n]*\n\s*Function (\w+)/m.exec(ast);
  if (tableFunction !== null)
    throw new TinybirdError(403, `The table function ${tableFunction[1]} is not allowed`);
  for (const [, name] of ast.matchAll(/^\s*Function (\w+)/gm)) {
    if (FORBIDDEN.test(name!)) throw new TinybirdError(403, `The function ${name} is not allowed`);
  }
}

/** `x IN table` names a table as a plain identifier: none that names an unreadable table may stand anywhere. */
function refuseHiddenTables(
  ast: string,
  existing: ReadonlySet<string>,
  database: string,
  access: Access,
): void {
  for (const [, identifier] of ast.matchAll(/^\s*Identifier (\S+)/gm)) {
    const parts = identifier!.split(".");
    const name = parts[0] === database ? parts[1]! : parts[0]!;
    const hidden = existing.has(name) && grant(access, "DATASOURCES:READ", name) === undefined;
    const system = parts.length > 1 && /^(system|information_schema)$/i.test(parts[0]!);
    if (hidden || system)
      throw new TinybirdError(403, `The token "${access.name}" can't read "${identifier}"`);
  }
}

function cteNames(sql: string): ReadonlySet<string> {
  const names = new Set<string>();
  const all = [...tokens(sql)];
  all.forEach((token, index) => {
    const opens = isKeyword(all[index + 1], "AS") && all[index + 2]?.text === "(";
    if (opens && (token.kind === "word" || token.kind === "quoted"))
      names.add(token.text.replaceAll(/[`"]/g, ""));
  });
  return names;
}
