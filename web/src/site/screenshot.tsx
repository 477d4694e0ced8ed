interface ScreenshotProps {
  /** A pair of pictures in `public/site`, 1440 × 900: `<name>-light.png`, `<name>-dark.png`. */
  readonly name: string;
  readonly alt: string;
  /** In view at once: loaded with the page, not after it. */
  readonly first?: boolean;
}

/** The product as it is, in the reader's theme; its room is kept while it loads. */
export function Screenshot({ name, alt, first = false }: ScreenshotProps) {
  return (
    <div className="mt-12 overflow-hidden rounded-lg border border-line shadow-pop">
      {(["light", "dark"] as const).map((theme) => (
        // Next's image component needs its script; these pages have none.
        <picture key={theme} className={theme === "light" ? "dark:hidden" : "hidden dark:block"}>
          <img
            src={`/site/${name}-${theme}.png`}
            width={1440}
            height={900}
            alt={alt}
            loading={first && theme === "light" ? "eager" : "lazy"}
            decoding="async"
            className="h-auto w-full"
          />
        </picture>
      ))}
    </div>
  );
}
