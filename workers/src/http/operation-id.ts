const VERBS: Readonly<Record<string, string>> = {
  get: "get",
  post: "post",
  patch: "update",
  put: "replace",
  delete: "delete",
};

const camel = (text: string): string =>
  text.replaceAll(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * The name by which generated clients call an operation: verb and path, `:flag` as `ByFlag`. What lies below a project is
 * named without it: `getFeatureFlagsByFlag`.
 */
export function operationId(method: string, path: string): string {
  const own = path.replace(/^\/api\//, "").replace(/^(?:projects|environments)\/:project_id\/(?=.)/, "");
  const words = own
    .split("/")
    .filter(Boolean)
    .map((part) => (part.startsWith(":") ? `By${camel(part.slice(1))}` : camel(part)));
  return `${VERBS[method] ?? method}${words.join("")}`;
}
