const KEY = "edgewise.project";

/** The project that this browser showed last; null when none or storage is blocked. */
export function lastProject(): number | null {
  try {
    const value = Number(localStorage.getItem(KEY));
    return Number.isInteger(value) && value > 0 ? value : null;
  } catch {
    return null;
  }
}

export function rememberProject(id: number): void {
  try {
    localStorage.setItem(KEY, String(id));
  } catch {
    // Private windows may refuse storage; then `/` leads to the first project.
  }
}
