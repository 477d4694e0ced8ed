/** A property in the query language; any name is quoted so that it cannot end the identifier. */
export function propertyExpression(key: string): string {
  return `properties.\`${key.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
}

/** A text literal of the query language. */
export function sqlString(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
