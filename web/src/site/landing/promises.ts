export const PROMISES = [
  {
    title: "Nothing lost, nothing twice",
    text: "An event is acknowledged when it is on disk, not before. A retry with the same uuid is stored once, days later too. What came in equals what was stored plus what was refused with its reason, and you can read that account.",
    proof: { title: "How an event travels", href: "/docs/event-path" },
  },
  {
    title: "The flag answer is right",
    text: "Flags are evaluated in the Worker next to your user, by the same pure function everywhere. Each answer has its reason, down to the hash and the threshold. When a part is down, the last good definitions answer.",
    proof: { title: "How a flag is answered", href: "/docs/flags" },
  },
  {
    title: "One dataset, one API",
    text: "The web app uses the public API and nothing else. Every insight has a written definition, is tested against plain code over random projects, and opens as SQL that gives the same number.",
    proof: { title: "What each number means", href: "/docs/insights" },
  },
] as const;
