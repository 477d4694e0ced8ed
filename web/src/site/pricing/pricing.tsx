import { formatUnitPrice, formatUsd } from "@edgewise/core/billing/money.ts";
import { PLANS } from "@edgewise/core/billing/plans.ts";
import { PRODUCT_KEYS, type Product, type ProductKey, productOf } from "@edgewise/core/billing/products.ts";
import { Frame } from "../frame";
import { Calculator } from "./calculator";

const METERED = PRODUCT_KEYS.filter((key) => productOf(key).source !== "none");
const LATER = PRODUCT_KEYS.filter((key) => productOf(key).source === "none");

/** What everything costs, and a calculator. */
export function Pricing() {
  return (
    <Frame
      title="Pricing of Edgewise"
      description="A free tier for every product every month, then by use, with spending limits. Work out your month."
    >
      <article className="mx-auto flex max-w-5xl flex-col gap-10 px-4 pt-12 sm:px-6">
        <header className="flex max-w-prose flex-col gap-3">
          <h1 className="text-3xl font-semibold tracking-tight">Pay for what you use, stop where you say</h1>
          <p className="text-muted">
            Every product has a free tier every month. Bots, test accounts, repeated events, reports of flags
            and polls for local evaluation cost nothing. Events with a person profile cost what others cost.
            Run it on your own machine, and nothing is billed at all.
          </p>
        </header>
        <section aria-labelledby="calculator">
          <h2 id="calculator" className="mb-3 text-xl font-semibold">
            Your month
          </h2>
          <Calculator />
        </section>
        <section aria-labelledby="plans" className="flex flex-col gap-3">
          <h2 id="plans" className="text-xl font-semibold">
            Plans
          </h2>
          <ul className="grid gap-4 md:grid-cols-3">
            {Object.entries(PLANS).map(([key, { name, monthly, summary }]) => (
              <li key={key} className="rounded-lg border border-line bg-surface p-4">
                <h3 className="font-semibold">
                  {name}, {formatUsd(monthly)} a month
                </h3>
                <p className="text-sm text-muted">{summary}</p>
              </li>
            ))}
          </ul>
          <p className="max-w-prose text-sm text-muted">
            Change at any time: a month is billed by the time on each plan. Leave with two clicks.
          </p>
        </section>
        <section aria-labelledby="prices" className="flex flex-col gap-3">
          <h2 id="prices" className="text-xl font-semibold">
            Prices
          </h2>
          <div className="grid gap-4 md:grid-cols-2">
            {METERED.map((key) => (
              <PriceCard key={key} productKey={key} product={productOf(key)} />
            ))}
          </div>
        </section>
        <section aria-labelledby="later" className="flex flex-col gap-3">
          <h2 id="later" className="text-xl font-semibold">
            Promised for what is to come
          </h2>
          <p className="text-muted">These products are not there yet; this is what they will cost.</p>
          <div className="grid gap-4 md:grid-cols-2">
            {LATER.map((key) => (
              <PriceCard key={key} productKey={key} product={productOf(key)} />
            ))}
          </div>
        </section>
      </article>
    </Frame>
  );
}

function PriceCard({ productKey, product }: { readonly productKey: ProductKey; readonly product: Product }) {
  const { name, unit, free, tiers, counts } = product;
  return (
    <section aria-labelledby={`price-${productKey}`} className="rounded-lg border border-line bg-surface p-4">
      <h3 id={`price-${productKey}`} className="font-semibold">
        {name}
      </h3>
      <p className="text-sm text-muted">{counts}</p>
      <table className="mt-3 w-full text-sm tabular-nums">
        <tbody>
          <tr className="border-b border-line">
            <th scope="row" className="py-1 text-left font-normal">
              First {free.toLocaleString("en-US")} {plural(unit)}
            </th>
            <td className="py-1 text-right font-medium">free</td>
          </tr>
          {tiers.map(({ upTo, perMillion }) => (
            <tr key={perMillion} className="border-b border-line last:border-0">
              <th scope="row" className="py-1 text-left font-normal">
                {upTo === null ? "Beyond" : `Up to ${upTo.toLocaleString("en-US")}`}
              </th>
              <td className="py-1 text-right">{formatUnitPrice(perMillion)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const plural = (unit: string) => (unit === "MB" ? unit : `${unit}s`);
