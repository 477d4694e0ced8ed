/** One figure of a benchmark. `baseline` and `ratio` belong together: value ÷ baseline measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: number;
  readonly ratio?: number;
}

export interface BenchOptions {
  /** Progress and remarks for people; silent with `--json`. */
  readonly log: (line: string) => void;
  readonly emit: (figure: Figure) => void;
}

export interface Bench {
  run(options: BenchOptions): Promise<void>;
}
