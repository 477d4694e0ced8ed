/** The engine's name of a client's query: the same in every isolate, so that any of them can cancel it. */
export const engineQueryId = (environmentId: number, clientId: string): string =>
  `edgewise-${environmentId}-${clientId}`;
