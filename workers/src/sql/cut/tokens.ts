/** A token as far as brackets, commas and keywords matter: offsets in the text, end exclusive. */
export interface Token {
  readonly kind: "word" | "name" | "open" | "close" | "comma" | "arrow" | "cast" | "semicolon" | "other";
  /** Words in lower case. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const ESCAPE = String.raw`\\(?:[bfrnt0av\\]|x[0-9a-f]{2}|QUOTE)`;
const quoted = (quote: string): string =>
  `${quote}(?:[^\\\\${quote}]|${ESCAPE.replace("QUOTE", quote === "`" ? "'" : quote)}|${quote}${quote})*${quote}`;

/** The grammar's lexer, in its order; what it leaves over is odd. */
const TOKEN = new RegExp(
  [
    String.raw`(?<skip>[\s\x85\ufeff]+|(?:--|\/\/)[^\n\r]*|\/\*[^]*?\*\/)`,
    `(?<name>${quoted("`")}|${quoted('"')})`,
    `(?<literal>${quoted("'")}|\\d[\\w.]*)`,
    String.raw`(?<word>[a-z_$][\w$]*)`,
    "(?<open>[([{])",
    String.raw`(?<close>[)\]}])`,
    "(?<comma>,)",
    "(?<arrow>->)",
    "(?<cast>::)",
    "(?<semicolon>;)",
    String.raw`(?<odd>:=|<\/|\/>|<(?=[a-z_]))`,
    "(?<other>[-+*/%|.:?=<>!~])",
  ].join("|"),
  "iy",
);

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * The text's tokens without blanks and comments, or null when it can't be cut: brackets that don't match, an unclosed
 * quote, or text in text (templates, tags, blocks).
 */
export function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const expected: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match || match.groups?.odd !== undefined) return null;
    const kind = Object.keys(KINDS).find((name) => match.groups?.[name] !== undefined);
    if (match.groups?.skip !== undefined) continue;
    const value = match[0].toLowerCase();
    if (value === "f" && text[TOKEN.lastIndex] === "'") return null;
    if (kind === "open") expected.push(CLOSING[value] as string);
    if (kind === "close" && expected.pop() !== value) return null;
    tokens.push({ kind: KINDS[kind ?? "other"] ?? "other", text: value, start, end: TOKEN.lastIndex });
  }
  return expected.length === 0 ? tokens : null;
}

const KINDS: Readonly<Record<string, Token["kind"]>> = {
  word: "word",
  name: "name",
  open: "open",
  close: "close",
  comma: "comma",
  arrow: "arrow",
  cast: "cast",
  semicolon: "semicolon",
};
