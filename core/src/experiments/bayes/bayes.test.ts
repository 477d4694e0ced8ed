import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExperimentSettingsError } from "../settings.ts";
import { betaBinomialLens } from "./beta-binomial.ts";
import { gaussianLens, normalLoss } from "./gaussian.ts";

const counts = fc
  .tuple(fc.integer({ min: 0, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([n, rate]) => ({ n, conversions: Math.round(n * rate) }));

describe("beta-binomial lens", () => {
  it("the two chances add to 1, and the losses differ by the difference of means", () => {
    fc.assert(
      fc.property(counts, counts, (control, treatment) => {
        const [lens, mirror] = [betaBinomialLens(control, treatment), betaBinomialLens(treatment, control)];
        expect(lens.chanceToWin + mirror.chanceToWin).toBeCloseTo(1, 7);
        expect(lens.lossControl - lens.lossTreatment).toBeCloseTo(lens.treatment.mean - lens.control.mean, 9);
        expect(mirror.lossControl).toBeCloseTo(lens.lossTreatment, 9);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ["no data", { n: 0, conversions: 0 }, { n: 0, conversions: 0 }, 0.5],
    ["the same data", { n: 50, conversions: 7 }, { n: 50, conversions: 7 }, 0.5],
    ["a flat control: the mean of the treatment", { n: 0, conversions: 0 }, { n: 8, conversions: 5 }, 0.6],
    ["all against none", { n: 1_000, conversions: 0 }, { n: 1_000, conversions: 1_000 }, 1],
  ])("chance to win with %s", (_, control, treatment, chance) =>
    expect(betaBinomialLens(control, treatment).chanceToWin).toBeCloseTo(chance, 9),
  );

  it("takes priors whose densities have poles", () => {
    const { chanceToWin } = betaBinomialLens(
      { n: 4, conversions: 0 },
      { n: 4, conversions: 0 },
      { a: 0.5, b: 0.5 },
    );
    expect(chanceToWin).toBeCloseTo(0.5, 6);
  });

  it.each([
    ["prior", () => betaBinomialLens({ n: 1, conversions: 0 }, { n: 1, conversions: 0 }, { a: 0, b: 1 })],
    ["level", () => betaBinomialLens({ n: 1, conversions: 0 }, { n: 1, conversions: 0 }, { a: 1, b: 1 }, 1)],
  ])("refuses a useless %s", (_, act) => expect(act).toThrow(ExperimentSettingsError));
});

describe("Gaussian lens", () => {
  it.each([
    ["a flat prior keeps the data", null, 0.2, 0.1],
    ["a prior as sure as the data halves it", { mean: 0, variance: 0.01 }, 0.1, Math.sqrt(0.005)],
    ["an almost certain prior wins", { mean: 0.5, variance: 1e-12 }, 0.5, 1e-6],
  ])("%s", (_, prior, mean, sd) => {
    const lens = gaussianLens(0.2, 0.1, { prior });
    expect([lens.mean, lens.sd]).toEqual([expect.closeTo(mean, 9), expect.closeTo(sd, 9)]);
  });

  it("lower is better changes the sides, not the posterior", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (lift, error) => {
          const [higher, lower] = [
            gaussianLens(lift, error),
            gaussianLens(lift, error, { lowerIsBetter: true }),
          ];
          expect(higher.chanceToWin + lower.chanceToWin).toBeCloseTo(1, 12);
          expect([lower.lossControl, lower.lossTreatment]).toEqual([
            higher.lossTreatment,
            higher.lossControl,
          ]);
          expect(lower.interval).toEqual(higher.interval);
          expect(higher.lossControl - higher.lossTreatment).toBeCloseTo(higher.mean, 12);
        },
      ),
    );
  });

  it.each([
    ["without effect", 0, 1, 1 / Math.sqrt(2 * Math.PI)],
    ["deep below: 0, not below", -50, 1, 0],
    ["deep above: the mean", 50, 1, 50],
  ])("loss %s", (_, mean, sd, loss) => expect(normalLoss(mean, sd)).toBeCloseTo(loss, 12));

  it.each([
    ["standard error", () => gaussianLens(0.1, 0)],
    ["prior", () => gaussianLens(0.1, 0.1, { prior: { mean: 0, variance: 0 } })],
    ["level", () => gaussianLens(0.1, 0.1, { level: 0 })],
  ])("refuses a useless %s", (_, act) => expect(act).toThrow(ExperimentSettingsError));
});
