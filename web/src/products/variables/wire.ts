/** What variables are set to, by the name that SQL knows them by. */
export type VariableValues = Readonly<Record<string, unknown>>;

interface Known {
  readonly id: string;
  readonly code_name: string;
}

/** Values as queries and dashboards carry them: by the variable's id. */
export function toWire(values: VariableValues, known: readonly Known[]): Record<string, object> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const id = known.find(({ code_name }) => code_name === name)?.id ?? name;
      const set = value === null || value === undefined ? { isNull: true } : { value };
      return [id, { variableId: id, code_name: name, ...set }];
    }),
  );
}

/** The values that a query or dashboard carries. */
export function fromWire(wire: unknown): Record<string, unknown> {
  if (typeof wire !== "object" || wire === null) return {};
  const items = Object.values(wire).filter(
    (item): item is { code_name: string; value?: unknown; isNull?: boolean } =>
      typeof item === "object" && item !== null && typeof item.code_name === "string",
  );
  return Object.fromEntries(
    items.map(({ code_name, value, isNull }) => [code_name, isNull ? null : (value ?? null)]),
  );
}
