/** Tables with a column of the environment; meters and accounting stay, since bills hang on them. */
const BY_COLUMN = ["quarantine", "persons", "merges"];
/** Tables whose keys begin with the environment. */
const BY_KEY = ["mappings", "groups"];

/** Drops everything a partition keeps of the persons and groups of an environment that was deleted for good. */
export function forgetEnvironment(sql: SqlStorage, environmentId: number): void {
  const ids = "SELECT id FROM persons WHERE environment_id = ?";
  for (const table of ["members", "flag_overrides"])
    sql.exec(`DELETE FROM ${table} WHERE person_id IN (${ids})`, environmentId);
  for (const table of BY_COLUMN) sql.exec(`DELETE FROM ${table} WHERE environment_id = ?`, environmentId);
  // ":" and ";" are neighbours: the range holds every key of the environment and no other's.
  for (const table of BY_KEY)
    sql.exec(`DELETE FROM ${table} WHERE key >= ? AND key < ?`, `${environmentId}:`, `${environmentId};`);
}
