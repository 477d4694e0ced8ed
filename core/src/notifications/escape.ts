const NAMES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML shows it, in elements and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => NAMES[char]!);

/** The URL for an `href`: only `https:`, `http:` and `mailto:`; anything else becomes `#`. */
export function safeUrl(url: string): string {
  return /^(https?:\/\/|mailto:)/i.test(url) ? escapeHtml(url) : "#";
}

/** One line without control characters: what a mail header may hold. */
export const headerText = (text: string): string => text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
