import { sign, verify } from "../../http/signed.ts";

const PURPOSE = "sharing link";
/** Characters of a link's secret (`randomToken`); its signature follows. */
const SECRET = 43;

/**
 * The token of a shared link: its secret, and a signature that only this installation can make. What is stored opens
 * nothing by itself, and what was not signed here is refused before anything is looked up.
 */
export const signLink = async (secret: string, key: string): Promise<string> =>
  secret + (await sign(PURPOSE, secret, key));

/** The secret of a token that was signed here; null for every other text. */
export async function secretOfLink(token: string, key: string): Promise<string | null> {
  if (!/^[\w-]{60,128}$/.test(token)) return null;
  const secret = token.slice(0, SECRET);
  return (await verify(PURPOSE, secret, token.slice(SECRET), key)) ? secret : null;
}
