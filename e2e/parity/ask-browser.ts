import type { Page } from "playwright-core";
import type { Browser } from "../support/browser.ts";
import { serveSite } from "../support/site.ts";
import { type Answers, payloadOf } from "./answers.ts";
import type { Person } from "./arbitrary-person.ts";
import type { Place } from "./publish.ts";

interface Instance {
  setPersonPropertiesForFlags(properties: object, reload: boolean): void;
  setGroupPropertiesForFlags(properties: object, reload: boolean): void;
  group(type: string, key: string): void;
  reloadFeatureFlags(): void;
  onFeatureFlags(listener: () => void): () => void;
  getFeatureFlag(key: string, options: object): boolean | string | undefined;
  getFeatureFlagPayload(key: string): unknown;
}
declare const posthog: { init(token: string, options: object, name: string): Instance };

/** posthog-js in a browser: one instance a person, all in one page of a customer's site. */
export async function openJs(
  place: Place,
  browser: Browser,
): Promise<{
  ask(people: readonly Person[], keys: readonly string[]): Promise<Answers[]>;
  close(): Promise<void>;
}> {
  const site = await serveSite(place.edge);
  const page = await browser.context.newPage();
  const options = JSON.stringify({ advanced_disable_flags: true, autocapture: false });
  await page.goto(`${site.url}/?${new URLSearchParams({ token: place.token, options })}`);
  await page.waitForFunction("window.ready === true");
  return {
    async ask(people, keys) {
      const told = await askInPage(page, place, people, keys);
      return told.map(
        (rows) =>
          new Map(
            rows.map(([key, value, payload]) => [
              key,
              { value: value ?? undefined, payload: payloadOf(payload) },
            ]),
          ),
      );
    },
    async close() {
      await page.close();
      site.close();
    },
  };
}

interface Question {
  readonly edge: string;
  readonly token: string;
  readonly people: readonly Person[];
  readonly keys: readonly string[];
}
type Row = [key: string, value: boolean | string | null, payload: unknown];

const askInPage = (
  page: Page,
  { edge, token }: Place,
  people: readonly Person[],
  keys: readonly string[],
): Promise<Row[][]> =>
  page.evaluate(async (text: string) => {
    const { edge, token, people, keys } = JSON.parse(text) as Question;
    const ask = async (person: Person): Promise<Row[]> => {
      const name = `of-${person.deviceId}`;
      const instance = posthog.init(
        token,
        {
          api_host: edge,
          persistence: "memory",
          persistence_name: name,
          autocapture: false,
          capture_pageview: false,
          capture_pageleave: false,
          disable_session_recording: true,
          disable_surveys: true,
          advanced_disable_feature_flags_on_first_load: true,
          bootstrap: { distinctID: person.distinctId, isIdentifiedID: true },
          get_device_id: () => person.deviceId,
          before_send: () => null,
        },
        name,
      );
      for (const [type, key] of Object.entries(person.groups)) instance.group(type, key);
      instance.setPersonPropertiesForFlags(person.properties, false);
      instance.setGroupPropertiesForFlags(person.groupProperties, false);
      await new Promise<void>((resolve) => {
        instance.onFeatureFlags(() => resolve());
        instance.reloadFeatureFlags();
      });
      return keys.map((key) => [
        key,
        instance.getFeatureFlag(key, { send_event: false }) ?? null,
        instance.getFeatureFlagPayload(key),
      ]);
    };
    const answers: Row[][] = [];
    for (const person of people) answers.push(await ask(person));
    return answers;
  }, JSON.stringify({ edge, token, people, keys }));
