import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
import type { EvaluationContext, JsonValue } from "@openfeature/server-sdk";
import { type Answer, type Answers, payloadOf } from "./answers.ts";
import type { Person } from "./arbitrary-person.ts";
import type { FlagBody } from "./arbitrary-world.ts";
import type { Place } from "./publish.ts";

const contextOf = (person: Person) =>
  ({
    ...person.properties,
    targetingKey: person.distinctId,
    device_id: person.deviceId,
    groups: person.groups,
    group_properties: person.groupProperties,
  }) as EvaluationContext;

/** A text default tells flags with variants apart from flags without: providers refuse values of another type. */
const DEFAULT_TEXT = "(default)";

/** The provider refused text where the flag is on or off. */
export const OTHER_TYPE = "(another type)";

interface Details {
  readonly value: JsonValue;
  readonly errorCode?: string;
  readonly flagMetadata?: Readonly<Record<string, unknown>>;
}

/** On and off as they are. A flag with variants that matches nothing is `false`: of another type, so the default. */
function answerOf(flag: FlagBody, { value, errorCode, flagMetadata }: Details): Answer {
  if (errorCode === "TYPE_MISMATCH") return { value: isText(flag) ? false : OTHER_TYPE, payload: undefined };
  if (errorCode !== undefined) return { value: undefined, payload: undefined };
  const isConfig = flag.is_remote_configuration === true;
  return {
    value: isConfig && value === "on" ? true : (value as boolean | string),
    payload: payloadOf(flagMetadata?.payload),
  };
}

async function detailsOf(resolve: () => Details | Promise<Details>): Promise<Details> {
  try {
    return await resolve();
  } catch (error) {
    return { value: DEFAULT_TEXT, errorCode: (error as { code: string }).code };
  }
}

/** Remote configuration answers its payload, which is text in these worlds. */
const isText = (flag: FlagBody): boolean =>
  flag.is_remote_configuration === true || (flag.filters.multivariate?.variants.length ?? 0) > 0;

const headersOf = ({ token }: Place): [string, string][] => [["Authorization", `Bearer ${token}`]];

type Ask = (person: Person, flags: readonly FlagBody[]) => Promise<Answers>;

/** The server provider: a request for each flag. */
export function openOfrepServer(place: Place): Ask {
  const provider = new OFREPProvider({ baseUrl: place.edge, headers: headersOf(place) });
  return (person, flags) => askEach(provider, contextOf(person), flags);
}

/** The web provider: all flags at once. */
export function openOfrepWeb(place: Place): Ask {
  return async (person, flags) => {
    const provider = new OFREPWebProvider({
      baseUrl: place.edge,
      headers: [...headersOf(place), ["User-Agent", "Mozilla/5.0 (as in a browser)"]],
      pollInterval: 0,
    });
    const context = contextOf(person);
    await provider.initialize(context);
    const answers = await askEach(provider, context, flags);
    await provider.onClose?.();
    return answers;
  };
}

async function askEach(
  provider: OFREPProvider | OFREPWebProvider,
  context: EvaluationContext,
  flags: readonly FlagBody[],
): Promise<Answers> {
  const answers = flags.map(async (flag) => {
    const details = await detailsOf(() =>
      isText(flag)
        ? provider.resolveStringEvaluation(flag.key, DEFAULT_TEXT, context)
        : provider.resolveBooleanEvaluation(flag.key, false, context),
    );
    return [flag.key, answerOf(flag, details)] as const;
  });
  return new Map(await Promise.all(answers));
}
