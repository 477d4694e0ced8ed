// Search and copying on pages of the documentation. They can be read without it.
const LOOK = {
  row: "block rounded-md px-2.5 py-2 no-underline hover:bg-hover aria-selected:bg-hover",
  title: "block font-medium text-text",
  text: "block text-sm text-muted",
  none: "px-2.5 py-2 text-muted",
};
let index;
const load = () => {
  index ??= fetch("/docs-index.json").then((answer) => (answer.ok ? answer.json() : []));
  return index;
};

function score(section, words) {
  let total = 0;
  for (const word of words) {
    const heading = section.heading.toLowerCase();
    const page = section.page.toLowerCase();
    const at = section.text.toLowerCase().split(word).length - 1;
    const found =
      (heading.includes(word) ? 8 : 0) +
      (page.includes(word) ? (section.heading ? 3 : 9) : 0) +
      Math.min(at, 4);
    if (found === 0) return 0;
    total += found;
  }
  return total;
}

function excerpt(text, word) {
  const at = Math.max(text.toLowerCase().indexOf(word), 0);
  const from = Math.max(at - 50, 0);
  return `${from > 0 ? "…" : ""}${text.slice(from, at + 90)}${at + 90 < text.length ? "…" : ""}`;
}

function element(name, look, text) {
  const made = document.createElement(name);
  made.className = look;
  if (text !== undefined) made.textContent = text;
  return made;
}

function row(section, words, id) {
  const link = element("a", LOOK.row);
  link.id = id;
  link.href = section.href;
  link.setAttribute("role", "option");
  link.append(
    element("span", LOOK.title, section.heading ? `${section.page} › ${section.heading}` : section.page),
    element("span", LOOK.text, excerpt(section.text, words[0])),
  );
  return link;
}

for (const box of document.querySelectorAll("[data-docs-search]")) {
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  let chosen = -1;
  const choose = (next) => {
    chosen = next;
    list.querySelectorAll("a").forEach((link, at) => {
      link.setAttribute("aria-selected", String(at === chosen));
      if (at === chosen) {
        link.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", link.id);
      }
    });
  };
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
  };
  const find = async () => {
    const asked = input.value;
    const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return show(false);
    const sections = await load();
    if (input.value !== asked) return;
    const found = sections
      .map((section) => [score(section, words), section])
      .filter(([points]) => points > 0)
      .sort(([a], [b]) => b - a)
      .slice(0, 12);
    list.replaceChildren(
      ...(found.length > 0
        ? found.map(([, section], at) => row(section, words, `${input.id}-${at}`))
        : [element("p", LOOK.none, `Nothing about “${asked}”. Try a single word.`)]),
    );
    choose(found.length > 0 ? 0 : -1);
    show(true);
  };
  input.addEventListener("focus", load);
  input.addEventListener("input", find);
  input.addEventListener("keydown", (event) => {
    const links = list.querySelectorAll("a");
    if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && !list.hidden) links[chosen]?.click();
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && links.length > 0) {
      event.preventDefault();
      choose((chosen + (event.key === "ArrowDown" ? 1 : links.length - 1)) % links.length);
    }
  });
  document.addEventListener("click", (event) => box.contains(event.target) || show(false));
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea, [contenteditable]")) return;
  const input = [...document.querySelectorAll("[data-docs-search] input")].find((one) => one.offsetParent);
  if (!input) return;
  event.preventDefault();
  input.focus();
});

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.parentElement.querySelector("pre").textContent.trimEnd());
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy";
    }, 1500);
  });
}
