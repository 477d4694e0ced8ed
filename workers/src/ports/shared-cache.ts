/** Texts that all isolates of a place can see for a while; may forget anything at any time. */
export interface SharedCache {
  get(key: string): Promise<string | undefined>;
  /** Never throws: what can't be kept isn't. */
  set(key: string, text: string, maxAgeSeconds: number): Promise<void>;
}
