const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ALPHABET = `${LETTERS}0123456789`;

/** Eight letters and digits from random bytes; a letter first, so that no short id looks like a number. */
export function shortIdOf(random: Uint8Array): string {
  return Array.from({ length: 8 }, (_, index) => {
    const from = index === 0 ? LETTERS : ALPHABET;
    return from[(random[index] ?? 0) % from.length];
  }).join("");
}
