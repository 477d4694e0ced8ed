import { ActionLink, Frame } from "../frame";
import { FactsList } from "./facts-list";
import type { Service } from "./services";

/** What is the same, how each of both does it, what is missing: facts with the page where they stand. */
export function ServiceView({ service }: { readonly service: Service }) {
  const { name, both, same, theirs, ours, missing } = service;
  return (
    <Frame
      title={`Edgewise compared with ${name}`}
      description={`What Edgewise and ${name} have in common, what each does its own way, and what we lack.`}
    >
      <article className="prose mx-auto max-w-4xl px-4 pt-12 sm:px-6">
        <h1>Compared with {name}</h1>
        <p>
          {both} This page says only what can be checked, here or in {name}’s documentation as of November
          2026.
        </p>
        <h2>The same</h2>
        <FactsList facts={same} />
        <h2>{name}</h2>
        <ul>
          {theirs.map(({ text, source }) => (
            <li key={text}>
              {text} <a href={source}>Source</a>
            </li>
          ))}
        </ul>
        <h2>Edgewise</h2>
        <FactsList facts={ours} />
        <h2>What we don’t have</h2>
        <FactsList facts={missing} />
        <p>
          <ActionLink href="/docs/guides/getting-started" second>
            Getting started
          </ActionLink>
        </p>
      </article>
    </Frame>
  );
}
