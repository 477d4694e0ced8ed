/**
 * Pieces as one text, for what is copied into many others: `+` and templates leave a tree of their pieces behind, and who
 * copies that walks it each time.
 */
export const flat = (...pieces: readonly string[]): string => pieces.join("");
