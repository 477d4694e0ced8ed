import { ActionLink, Frame } from "../frame";
import { DIFFERENT, MISSING, SAME } from "./facts";
import { FactsList } from "./facts-list";
import { PRICE_ROWS } from "./prices";

/** What is the same, what is different, what is missing, what it costs: facts that can be checked. */
export function ComparedWithPostHog() {
  return (
    <Frame
      title="Edgewise compared with PostHog"
      description="What stays the same when you move from PostHog, what differs, what is missing, and what a month costs."
    >
      <article className="prose mx-auto max-w-4xl px-4 pt-12 sm:px-6">
        <h1>Compared with PostHog</h1>
        <p>
          PostHog has more products than we have, and we like it: our wire protocol and API are compatible
          with it. This page says only what can be checked, here or in its documentation.
        </p>
        <h2>The same</h2>
        <FactsList facts={SAME} />
        <h2>Different</h2>
        <FactsList facts={DIFFERENT} />
        <h2>What a month costs</h2>
        <div className="prose-table">
          <table>
            <thead>
              <tr>
                <th scope="col">A month with</th>
                <th scope="col">Edgewise</th>
                <th scope="col">PostHog’s public list</th>
              </tr>
            </thead>
            <tbody className="tabular-nums">
              {PRICE_ROWS.map(({ what, ours, field }) => (
                <tr key={what}>
                  <td>{what}</td>
                  <td>{ours}</td>
                  <td>{field}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p>
          Both computed from the price tables, free units off. PostHog’s as its pricing calculator had them in
          the middle of 2026; look there before you decide. Polling: default settings, 864,000 billed requests
          a server.
        </p>
        <h2>What we don’t have</h2>
        <FactsList facts={MISSING} />
        <p>
          <ActionLink href="/docs/guides/coming-from-posthog" second>
            How to move
          </ActionLink>
        </p>
      </article>
    </Frame>
  );
}
