/** What is asked of a project's gate. */
export interface GateRequest {
  /** Longest that the place is believed to be taken. */
  readonly forMs: number;
  /** True for the first run of a query: it counts against the project's rates. */
  readonly counts: boolean;
}

export type GateAnswer =
  | { readonly ok: true; readonly place: Disposable }
  | { readonly ok: false; readonly message: string; readonly retryAfterSeconds: number };

/** A project's gate as a caller sees it. */
export interface Gate {
  enter(request: GateRequest): Promise<GateAnswer>;
}

/** The gate of a project, by its number. */
export type Gates = (projectId: number) => Gate;

/** Gates behind a binding; null without one: limits then hold in each isolate. */
export function gatesOf(namespace: DurableObjectNamespace | undefined): Gates | null {
  if (!namespace) return null;
  return (projectId) => namespace.get(namespace.idFromName(String(projectId))) as unknown as Gate;
}
