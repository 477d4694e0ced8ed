/** A statistics setting that cannot be used: which, its value, and what is allowed. */
export class ExperimentSettingsError extends Error {
  readonly code = "invalid_setting";
  readonly setting: string;

  constructor(setting: string, value: unknown, allowed: string) {
    super(`Setting "${setting}" is ${String(value)}: use ${allowed}.`);
    this.name = "ExperimentSettingsError";
    this.setting = setting;
  }
}

/** @throws ExperimentSettingsError unless 0 < value < 1 */
export function requireFraction(setting: string, value: number): number {
  if (value > 0 && value < 1) return value;
  throw new ExperimentSettingsError(setting, value, "a number between 0 and 1");
}

/** @throws ExperimentSettingsError unless 0 < value < Infinity */
export function requirePositive(setting: string, value: number): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw new ExperimentSettingsError(setting, value, "a positive number");
}

/** @throws ExperimentSettingsError unless the value is finite and at least 0 */
export function requireNonNegative(setting: string, value: number): number {
  if (value >= 0 && Number.isFinite(value)) return value;
  throw new ExperimentSettingsError(setting, value, "0 or a positive number");
}
