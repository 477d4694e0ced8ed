const EMAIL = /[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,4}/gi;
const CARD = /\b\d(?:[ -]?\d){12,18}\b/g;
const PHONE = /\+\d[\d ()/-]{6,18}\d/g;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?\b/g;

type Replace = (text: string, hide: (found: string) => string) => string;

/** Kinds of values that can be recognised in a text: each replaces what it finds. Time grows with the text's length only. */
export const VALUE_KINDS = {
  email: (text, hide) => (text.includes("@") ? text.replace(EMAIL, hide) : text),
  card: (text, hide) => text.replace(CARD, (found) => (isCard(found) ? hide(found) : found)),
  phone: (text, hide) => (text.includes("+") ? text.replace(PHONE, hide) : text),
  iban: (text, hide) => text.replace(IBAN, (found) => (isIban(found) ? hide(found) : found)),
} as const satisfies Record<string, Replace>;

export type ValueKind = keyof typeof VALUE_KINDS;

/** Luhn's check digit: order numbers and times pass it once in ten. */
function isCard(text: string): boolean {
  const digits = [...text].filter((char) => char >= "0" && char <= "9").map(Number);
  // Milliseconds since 1970 have 13 digits and begin with a 1, as no card of that length does.
  if (digits.length < 13 || (digits.length === 13 && digits[0] === 1)) return false;
  const sum = digits.reverse().reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** ISO 13616: the number rearranged is 1 modulo 97. */
function isIban(text: string): boolean {
  const plain = text.replaceAll(" ", "");
  const turned = plain.slice(4) + plain.slice(0, 4);
  let rest = 0;
  for (const char of turned) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
