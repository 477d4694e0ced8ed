import type { Span } from "../ast.ts";
import type { PropertyType } from "../context.ts";
import { SqlProblem } from "../error.ts";
import { bound, ident, joinSql, type Sql, sql } from "../fragment.ts";
import { findTable } from "../schema/registry.ts";
import type { ColumnDef, FieldDef, LinkDef, LogicalTable, PropertiesDef } from "../schema/table.ts";
import type { Lowered, SqlType } from "../types.ts";
import {
  eventProperty,
  jsonText,
  type PropertyPath,
  rawProperty,
  textProperty,
  typedProperty,
} from "./property.ts";
import { Relation } from "./relation.ts";
import type { Lowering, Source } from "./scope.ts";

const NO_PERSON = "person_distinct_id_overrides";

interface Node {
  readonly relation: Relation;
  readonly path: string;
}

/**
 * A table of the language in a FROM clause, with the tables its fields link to. `wrapped` = everything in one
 * subquery (joined tables, whose tenant filter must not meet the outer join), else links follow the table.
 */
export class PhysicalSource implements Source {
  readonly names: readonly string[];
  readonly alias: string;
  private readonly low: Lowering;
  private readonly root: Node;
  private readonly wrapped: boolean;
  private readonly links = new Map<string, Relation>();
  private readonly projection = new Map<string, Sql>();
  private readonly groupNames: ReadonlyMap<string, string>;

  constructor(
    low: Lowering,
    table: LogicalTable,
    options: { alias: string; names: readonly string[]; wrapped: boolean; sample?: number | undefined },
  ) {
    this.low = low;
    this.names = options.names;
    this.alias = options.alias;
    this.wrapped = options.wrapped;
    const sample = options.sample === undefined ? [] : [sampleFilter(table, options.alias, options.sample)];
    this.root = { relation: new Relation(table, options.alias, low.context.environmentId, sample), path: "" };
    this.groupNames = new Map(
      table.name === "events"
        ? (low.context.groupTypes ?? []).map(({ name, index }) => [name, `group_${index}`])
        : [],
    );
    low.tables.add(table.name);
  }

  has(name: string): boolean {
    return this.field(this.root.relation.table, name) !== undefined;
  }

  fieldNames(): readonly string[] {
    return [...Object.keys(this.root.relation.table.fields), ...this.groupNames.keys()];
  }

  resolve(chain: PropertyPath, span: Span | undefined): Lowered {
    return this.walk(this.root, chain, chain, span);
  }

  star(): { name: string; lowered: Lowered }[] {
    return Object.entries(this.root.relation.table.fields)
      .filter(([, def]) => isPlain(def))
      .map(([name]) => ({ name, lowered: this.resolve([name], undefined) }));
  }

  print(): Sql {
    const inner = [this.root.relation.print(), ...[...this.links.values()].map(printLink)];
    if (!this.wrapped) return inner;
    const filter = this.root.relation.filter();
    const columns = [...this.projection].map(([name, column]) => sql`${column} AS ${ident(name)}`);
    if (filter === null && this.links.size === 0) return inner;
    return [
      "(SELECT ",
      columns.length === 0 ? "1" : joinSql(columns, ", "),
      " FROM ",
      inner,
      filter === null ? "" : [" WHERE ", filter],
      `) AS ${ident(this.alias)}`,
    ];
  }

  filter(): Sql | null {
    return this.wrapped ? null : this.root.relation.filter();
  }

  private field(table: LogicalTable, name: string): FieldDef | undefined {
    if (Object.hasOwn(table.fields, name)) return table.fields[name];
    const group = table.name === "events" ? this.groupNames.get(name) : undefined;
    return group === undefined ? undefined : { kind: "path", chain: [group] };
  }

  private walk(node: Node, chain: PropertyPath, whole: PropertyPath, span: Span | undefined): Lowered {
    const [first, ...rest] = chain;
    const def = typeof first === "string" ? this.field(node.relation.table, first) : undefined;
    if (def === undefined || typeof first !== "string") throw notFound(whole, span);
    switch (def.kind) {
      case "path":
        return this.walk(node, [...def.chain, ...rest], whole, span);
      case "virtual": {
        const name = String(rest[0]);
        const target = Object.hasOwn(def.fields, name) ? def.fields[name] : undefined;
        if (target === undefined) throw notFound(whole, span);
        return this.walk(node, [...target, ...rest.slice(1)], whole, span);
      }
      case "link": {
        if (rest.length === 0) throw noValue(whole, def, span);
        const shortcuts = def.shortcuts ?? {};
        const short = Object.hasOwn(shortcuts, String(rest[0])) ? shortcuts[String(rest[0])] : undefined;
        if (short) return this.walk(node, [...short, ...rest.slice(1)], whole, span);
        return this.walk(this.link(node, first, def), rest, whole, span);
      }
      case "properties":
        return this.properties(node, first, def, rest);
      case "personOfEvent":
        if (rest.length > 0) throw notFound(whole, span);
        return this.leaf(node, first, this.personOfEvent(node, def.column), { type: def.type });
      case "column":
        if (rest.length > 0) throw notFound(whole, span);
        return this.column(node, first, def);
    }
  }

  private column(node: Node, name: string, def: ColumnDef): Lowered {
    const inner = node.relation.column(name, def.sql);
    const lowered = this.leaf(node, name, inner, def);
    if (def.prunes === undefined) return lowered;
    const day = def.prunes;
    return { ...lowered, prunes: () => this.ref(node, "day", node.relation.column("day", day)) };
  }

  /** Decorates a physical value: '' as NULL, datetimes in the project's time zone. */
  private leaf(
    node: Node,
    name: string,
    inner: Sql,
    def: { type: SqlType; emptyIsNull?: boolean; nullable?: boolean },
  ): Lowered {
    const physical = this.ref(node, name, inner);
    if (def.emptyIsNull) return { ...rawProperty(physical), property: false };
    const base = { sql: physical, type: def.type, nullable: def.nullable ?? false, isConstant: false };
    if (def.type !== "datetime") return base;
    return { ...base, sql: this.present(physical), instant: physical };
  }

  private present(instant: Sql): Sql {
    const { timezone, modifiers } = this.low.context;
    if (timezone === "UTC" || modifiers?.convertToProjectTimezone === false) return instant;
    return sql`toTimeZone(${instant}, ${bound("String", timezone)})`;
  }

  private properties(node: Node, name: string, def: PropertiesDef, path: PropertyPath): Lowered {
    if (path.length === 0) {
      const json = this.ref(node, name, node.relation.column(name, def.sql));
      return { sql: json, type: "json", nullable: false, isConstant: false };
    }
    const types = this.propertyTypes(node, def)?.[String(path[0])];
    const type = path.length === 1 ? types : undefined;
    return typedProperty(this.propertyText(node, name, def, path), type, this.low.context.timezone);
  }

  private propertyText(node: Node, name: string, def: PropertiesDef, path: PropertyPath): Lowered {
    if (def.owner !== "event") {
      const wanted = `${name}_${path.join("_")}`;
      const text = node.relation.column(wanted, def.sql, (json) => jsonText(json, path));
      return textProperty(this.ref(node, wanted, text));
    }
    return eventProperty(path, (column, template) =>
      this.ref(node, column, node.relation.column(column, template)),
    );
  }

  private propertyTypes(node: Node, def: PropertiesDef): Readonly<Record<string, PropertyType>> | undefined {
    const types = this.low.context.propertyTypes;
    if (def.owner !== "group") return own(types?.[def.owner]);
    const index = /group_(\d)$/.exec(node.path)?.[1];
    return index === undefined ? undefined : own(types?.group?.[Number(index)]);
  }

  private personOfEvent(node: Node, column: "person_id" | "person_key"): Sql {
    const own = node.relation.column(column, `@.${column}`);
    if (!this.low.context.hasPersonOverrides) return own;
    const link: LinkDef = { kind: "link", table: NO_PERSON, from: ["distinct_key"], to: "distinct_key" };
    const overrides = this.link(node, "overrides", link).relation;
    const key = overrides.column("person_key", "argMax(@.person_key, @.version)");
    const merged = overrides.column(column, `argMax(@.${column}, @.version)`);
    return sql`if(${key} != 0, ${merged}, ${own})`;
  }

  /** The linked table, joined once. */
  private link(node: Node, name: string, def: LinkDef): Node {
    const path = node.path === "" ? name : `${node.path}__${name}`;
    const known = this.links.get(path);
    if (known) return { relation: known, path };
    const table = findTable(def.table);
    if (!table) throw new Error(`Link ${path} leads to no table.`);
    const target = table.fields[def.to];
    if (target?.kind !== "column") throw new Error(`Link ${path} needs a column.`);
    const from = this.inner(node, def.from);
    const alias = this.low.unique(`${this.alias}__${path}`);
    const { environmentId } = this.low.context;
    const extra =
      def.groupIndex === undefined
        ? []
        : [sql`${table.physical}.group_type_index = ${bound("UInt8", def.groupIndex)}`];
    const probe = new Relation(table, alias, environmentId, extra);
    const on = sql`${probe.column(def.to, target.sql)} = ${from}`;
    const relation = new Relation(table, alias, environmentId, extra, on);
    relation.column(def.to, target.sql);
    this.links.set(path, relation);
    this.low.tables.add(table.name);
    return { relation, path };
  }

  /** A chain inside the subquery of a wrapped source: never projected. */
  private inner(node: Node, chain: readonly string[]): Sql {
    const name = chain[0] ?? "";
    const def = this.field(node.relation.table, name);
    if (def?.kind === "personOfEvent") return this.personOfEvent(node, def.column);
    if (def?.kind === "column") return node.relation.column(name, def.sql);
    throw new Error(`Link key ${name} is not a column.`);
  }

  /** How the enclosing select names an inner value. */
  private ref(node: Node, name: string, inner: Sql): Sql {
    if (!this.wrapped) return inner;
    if (node.path === "" && node.relation.table.style === "latest") {
      // The grouped subquery may be printed without the outer one: both must give the column the same name.
      this.projection.set(columnOf(inner), inner);
      return inner;
    }
    const wanted = node.path === "" ? name : `${node.path}_${name}`;
    const text = JSON.stringify(inner);
    for (let index = 0; ; index++) {
      const candidate = index === 0 ? wanted : `${wanted}_${index}`;
      const known = this.projection.get(candidate);
      if (known === undefined) this.projection.set(candidate, inner);
      if (known === undefined || JSON.stringify(known) === text)
        return [ident(this.alias), ".", ident(candidate)];
    }
  }
}

/** Name of the column in `alias.column` as a relation prints it. */
function columnOf(printed: Sql): string {
  const name = Array.isArray(printed) ? printed.at(-1) : undefined;
  if (typeof name !== "string") throw new Error("A grouped column has no name.");
  return name.startsWith("`") ? name.slice(1, -1).replaceAll("\\`", "`").replaceAll("\\\\", "\\") : name;
}

function own<T>(record: Readonly<Record<string, T>> | undefined): Readonly<Record<string, T>> | undefined {
  return record === undefined ? undefined : Object.assign(Object.create(null), record);
}

function isPlain(def: FieldDef): boolean {
  return (
    def.kind === "properties" || ((def.kind === "column" || def.kind === "personOfEvent") && !def.hidden)
  );
}

function printLink(relation: Relation): Sql {
  return [" LEFT JOIN ", relation.print(), " ON ", relation.on ?? "1"];
}

function sampleFilter(table: LogicalTable, alias: string, ratio: number): Sql {
  if (table.sampleKey === undefined || table.style !== "rows") {
    throw new SqlProblem("unsupported", `SAMPLE works on events only, not on ${table.name}.`);
  }
  const column = table.sampleKey.replaceAll("@", ident(alias));
  return sql`${column} % 1000000 < ${bound("UInt32", Math.round(ratio * 1_000_000))}`;
}

function notFound(chain: PropertyPath, span: Span | undefined): SqlProblem {
  return new SqlProblem("unknown_field", `Unable to resolve field: ${chain.join(".")}`, span);
}

function noValue(chain: PropertyPath, def: LinkDef, span: Span | undefined): SqlProblem {
  const name = chain.join(".");
  const message = `${name} is a row of ${def.table}, not a value: name a field of it, e.g. ${name}.${def.to}`;
  return new SqlProblem("invalid_arguments", message, span);
}
