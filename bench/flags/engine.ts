/** One evaluator under test. */
export interface Engine {
  readonly name: string;
  /** Evaluates all flags for all users once; returns how many came out on. */
  readonly pass: () => number | Promise<number>;
  readonly close: () => void | Promise<void>;
}
