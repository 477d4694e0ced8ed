/** Search of the documentation: `public/docs.js` answers while one types; `/` leads here from anywhere on the page. */
export function SearchBox({ id }: { readonly id: string }) {
  return (
    <search className="relative mb-6 block" data-docs-search>
      <label htmlFor={id} className="sr-only">
        Search the documentation
      </label>
      <input
        id={id}
        type="search"
        placeholder="Search the docs  /"
        autoComplete="off"
        spellCheck={false}
        role="combobox"
        aria-expanded="false"
        aria-autocomplete="list"
        aria-controls={`${id}-results`}
        className="h-9 w-full rounded-md border border-line-strong/60 bg-surface px-3 text-text placeholder:text-muted"
      />
      <div
        id={`${id}-results`}
        role="listbox"
        aria-label="Found sections"
        hidden
        className="absolute top-full left-0 z-20 mt-1 max-h-[70vh] w-[min(34rem,calc(100vw-2rem))] overflow-y-auto rounded-lg border border-line bg-surface p-1.5 shadow-pop"
      />
    </search>
  );
}
