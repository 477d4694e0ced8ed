import fc from "fast-check";

/**
 * Random tests draw the same cases in every run, so that a run can be repeated and main is not red by chance.
 * `EDGEWISE_SEED=<number>` draws others; `EDGEWISE_SEED=random` draws new ones each time: the failure says which.
 */
const asked = process.env.EDGEWISE_SEED ?? "20261122";
if (asked !== "random") fc.configureGlobal({ seed: Number(asked) });
