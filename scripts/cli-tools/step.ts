/** What earlier calls answered, by a name of ours. */
export type Told = Readonly<Record<string, Answer>>;

/** A parsed answer, for reading single values. */
export interface Answer {
  readonly [key: string]: Answer;
}

export interface Step {
  readonly tool: string;
  readonly input: (told: Told) => object;
  /** The name under which later steps find the answer. */
  readonly as?: string;
}

/** A call of a tool; `as` keeps its answer. */
export const step = (tool: string, input: object | ((told: Told) => object) = {}, as?: string): Step => ({
  tool,
  input: typeof input === "function" ? (input as Step["input"]) : () => input,
  ...(as ? { as } : {}),
});

/** Input of a tool that takes the number of what an earlier step made. */
export const id = (name: string) => (told: Told) => ({ id: told[name]?.id });
/** One row of a page. */
export const first = (answer: Answer | undefined): Answer | undefined =>
  (answer?.results as unknown as readonly Answer[] | undefined)?.[0];
