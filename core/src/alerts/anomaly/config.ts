import * as z from "zod";

const preprocessing = z
  .object({
    /** Order of differencing. */
    diffs_n: z.number().int().min(0).max(3).nullish(),
    /** Moving average over so many points. */
    smooth_n: z.number().int().min(0).max(100).nullish(),
    /** Taken and not used: every detector looks at one number at a time. */
    lags_n: z.number().int().min(0).max(100).nullish(),
  })
  .nullish();

const threshold = z.number().min(0).max(1).nullish();
const window = z.number().int().min(5).max(1000).nullish();

const single = [
  z.object({
    type: z.literal("seasonal"),
    threshold,
    window,
    season: z.number().int().min(1).max(400).nullish(),
    preprocessing,
  }),
  z.object({ type: z.literal("zscore"), threshold, window, preprocessing }),
  z.object({ type: z.literal("mad"), threshold, window, preprocessing }),
  z.object({ type: z.literal("ecod"), threshold, window, preprocessing }),
  z.object({ type: z.literal("copod"), threshold, window, preprocessing }),
  z.object({ type: z.literal("iqr"), multiplier: z.number().positive().nullish(), window, preprocessing }),
  z.object({
    type: z.literal("threshold"),
    lower_bound: z.number().nullish(),
    upper_bound: z.number().nullish(),
    preprocessing,
  }),
] as const;

const detector = z.discriminatedUnion("type", single);
export type Detector = z.output<typeof detector>;

/** A detector, or several that all (`and`) or any (`or`) of have to see it. */
export const detectorConfig = z.discriminatedUnion("type", [
  ...single,
  z.object({
    type: z.literal("ensemble"),
    operator: z.enum(["and", "or", "AND", "OR"]).default("and"),
    detectors: z.array(detector).min(2).max(6),
  }),
]);
export type DetectorConfig = z.output<typeof detectorConfig>;

/** Names of detectors there are. */
export const DETECTORS = [...single.map((item) => item.shape.type.value), "ensemble"] as const;
