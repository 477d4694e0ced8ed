// The panel that posthog-js loads on a customer's page when its toolbar is opened (WIRE.md 1.8): flags with local
// overrides, and the events that the page captures. It changes nothing but this browser.
(() => {
  const MOST_EVENTS = 50;
  const STYLE = `
    :host { all: initial; }
    section { position: fixed; right: 16px; bottom: 16px; z-index: 2147483647; width: 340px; max-height: 60vh;
      display: flex; flex-direction: column; border-radius: 10px; overflow: hidden; background: #17181c; color: #f2f3f5;
      font: 13px/1.4 system-ui, sans-serif; box-shadow: 0 8px 30px rgb(0 0 0 / 40%); }
    header { display: flex; gap: 8px; align-items: center; padding: 10px 12px; background: #24262c; }
    header strong { flex: 1; }
    button, select, input { font: inherit; color: inherit; background: #33363e; border: 1px solid #4a4e58;
      border-radius: 6px; padding: 2px 8px; }
    button[aria-pressed="true"] { background: #4c6fff; }
    button:focus-visible, select:focus-visible, input:focus-visible { outline: 2px solid #8aa2ff; }
    ul { list-style: none; margin: 0; padding: 4px 12px 12px; overflow: auto; }
    li { display: flex; gap: 8px; align-items: center; padding: 4px 0; border-bottom: 1px solid #2c2f36; }
    li span { flex: 1; overflow-wrap: anywhere; }
    li.own span::after { content: " · overridden"; color: #ffb454; }
    p { margin: 8px 12px; color: #a9adb8; }`;

  const element = (tag, props = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  };

  class Toolbar {
    constructor(posthog) {
      this.posthog = posthog;
      this.events = [];
      this.overrides = {};
      this.tab = "flags";
      this.host = element("div", { id: "edgewise-toolbar" });
      this.root = this.host.attachShadow({ mode: "open" });
      document.body.append(this.host);
      this.stop = posthog.on?.("eventCaptured", (event) => {
        this.events.unshift({ name: event.event, at: new Date() });
        this.events.length = Math.min(this.events.length, MOST_EVENTS);
        if (this.tab === "events") this.render();
      });
      posthog.onFeatureFlags?.(() => this.render());
      this.render();
    }

    close() {
      this.stop?.();
      this.host.remove();
    }

    override(key, text) {
      if (text === "") delete this.overrides[key];
      else this.overrides[key] = text === "on" ? true : text === "off" ? false : text;
      const isEmpty = Object.keys(this.overrides).length === 0;
      this.posthog.featureFlags.overrideFeatureFlags(isEmpty ? false : { flags: { ...this.overrides } });
      this.render();
    }

    render() {
      const tab = (name, title) =>
        element("button", {
          type: "button",
          textContent: title,
          ariaPressed: String(this.tab === name),
          onclick: () => {
            this.tab = name;
            this.render();
          },
        });
      const close = element("button", { type: "button", textContent: "×", ariaLabel: "Close" });
      close.onclick = () => this.close();
      const header = element(
        "header",
        {},
        element("strong", { textContent: "Edgewise" }),
        tab("flags", "Flags"),
        tab("events", "Events"),
        close,
      );
      const body = this.tab === "flags" ? this.flags() : this.captured();
      const section = element("section", { ariaLabel: "Edgewise toolbar" }, header, body);
      this.root.replaceChildren(element("style", { textContent: STYLE }), section);
    }

    flags() {
      const known = { ...this.posthog.featureFlags.getFlagVariants(), ...this.overrides };
      const keys = Object.keys(known).sort();
      if (keys.length === 0) return element("p", { textContent: "No flags are known for this person yet." });
      return element("ul", {}, ...keys.map((key) => this.flag(key, known[key])));
    }

    flag(key, value) {
      const isOwn = key in this.overrides;
      const shown = value === true ? "on" : value === false ? "off" : String(value);
      const input = element("input", { value: shown, ariaLabel: `Value of ${key}`, size: 8 });
      input.title = 'Enter overrides it here: "on", "off" or a variant. Empty takes the override back.';
      input.onchange = () => this.override(key, input.value.trim());
      const reset = element("button", { type: "button", textContent: "Reset", hidden: !isOwn });
      reset.onclick = () => this.override(key, "");
      return element(
        "li",
        { className: isOwn ? "own" : "" },
        element("span", { textContent: key }),
        input,
        reset,
      );
    }

    captured() {
      if (this.events.length === 0)
        return element("p", { textContent: "Nothing captured since this opened." });
      const rows = this.events.map(({ name, at }) =>
        element("li", {}, element("span", { textContent: name }), at.toLocaleTimeString()),
      );
      return element("ul", {}, ...rows);
    }
  }

  /** Called by posthog-js once this script is here. */
  window.ph_load_toolbar = (_params, posthog) => {
    document.getElementById("edgewise-toolbar")?.remove();
    return new Toolbar(posthog ?? window.posthog);
  };
})();
