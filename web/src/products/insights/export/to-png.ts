"use client";

/** What makes a picture: layout, colours and letters. Computed sizes are in px, so the copy keeps its layout. */
const KEPT = [
  ..."display position top right bottom left float clear z-index box-sizing visibility opacity transform".split(
    " ",
  ),
  ..."width height min-width min-height max-width max-height overflow-x overflow-y".split(" "),
  ..."margin-top margin-right margin-bottom margin-left padding-top padding-right padding-bottom padding-left".split(
    " ",
  ),
  ...["top", "right", "bottom", "left"].flatMap((side) =>
    ["width", "style", "color"].map((part) => `border-${side}-${part}`),
  ),
  ..."border-top-left-radius border-top-right-radius border-bottom-left-radius border-bottom-right-radius".split(
    " ",
  ),
  ..."border-collapse border-spacing background-color background-image color".split(" "),
  ..."font-family font-size font-weight font-style font-variant-numeric line-height letter-spacing".split(
    " ",
  ),
  ..."text-align text-decoration-line text-overflow text-transform white-space word-break vertical-align".split(
    " ",
  ),
  ..."flex-direction flex-grow flex-shrink flex-basis flex-wrap align-items align-self justify-content".split(
    " ",
  ),
  ..."column-gap row-gap grid-template-columns order list-style-type".split(" "),
  ..."fill fill-opacity stroke stroke-width stroke-opacity stroke-dasharray text-anchor dominant-baseline".split(
    " ",
  ),
];

const SCALE = 2;

/** Draws the chart inside an element (its first panel) as a PNG of twice its size, as it is on screen. */
export async function toPng(host: HTMLElement): Promise<Blob> {
  const panel = host.querySelector<HTMLElement>("section") ?? host;
  const { width, height } = panel.getBoundingClientRect();
  const copy = panel.cloneNode(true) as HTMLElement;
  inline(panel, copy);
  copy.style.margin = "0";
  copy.setAttribute("xmlns", "http://www.w3.org/1999/xhtml");
  const body = new XMLSerializer().serializeToString(copy);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><style>${await fontFaces()}</style><foreignObject width="100%" height="100%">${body}</foreignObject></svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * SCALE);
  canvas.height = Math.ceil(height * SCALE);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser can't draw the picture.");
  context.scale(SCALE, SCALE);
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--surface") || "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is empty."))), "image/png"),
  );
}

/** The page's fonts for Latin letters, as text: a picture loads nothing. Without them letters would be wider. */
async function fontFaces(): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].map((rule) => ({ rule, base: sheet.href })),
  );
  const faces = rules.map(async ({ rule, base }) => {
    if (!(rule instanceof CSSFontFaceRule)) return "";
    const { style } = rule;
    const range = style.getPropertyValue("unicode-range");
    const url = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue("src"))?.[1];
    if (!url || (range !== "" && !/U\+0{1,4}-/i.test(range))) return "";
    const data = await dataUrl(new URL(url, base ?? document.baseURI).href);
    return `@font-face{font-family:${style.getPropertyValue("font-family")};font-weight:${style.getPropertyValue("font-weight")};src:url(${data})}`;
  });
  return (await Promise.all(faces)).join("").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

async function dataUrl(url: string): Promise<string> {
  const blob = await (await fetch(url)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error(`The font ${url} can't be read.`));
    reader.readAsDataURL(blob);
  });
}

/** Writes computed styles into the copy: style sheets don't come along. */
function inline(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  const kept = KEPT.map((name) => {
    const value = style.getPropertyValue(name);
    // A picture doesn't scroll.
    return `${name}:${name.startsWith("overflow") && value === "auto" ? "hidden" : value}`;
  });
  to.setAttribute("style", kept.join(";"));
  to.removeAttribute("class");
  [...from.children].forEach((child, index) => {
    const twin = to.children[index];
    if (twin) inline(child, twin);
  });
}
