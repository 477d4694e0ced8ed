/**
 * The page to show after a switch to another environment: the same list or section. Single things are left, since
 * persons and sessions of one environment are not in the other.
 */
export function samePage(pathname: string, environmentId: number): string {
  const [, , , product = "live", section] = pathname.split("/");
  const sections = product === "settings" || product === "data";
  return `/project/${environmentId}/${product}${sections && section ? `/${section}` : ""}`;
}
