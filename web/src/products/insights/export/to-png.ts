"use client";

const INHERITED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "font-family",
  "font-size",
  "font-weight",
  "opacity",
  "text-anchor",
] as const;

/** Draws the chart inside an element as a PNG of twice its size; rejects where there is no drawing. */
export async function toPng(host: HTMLElement): Promise<Blob> {
  const svg = [...host.querySelectorAll("svg")].toSorted((a, b) => area(b) - area(a))[0];
  if (!svg || area(svg) < 10_000) throw new Error("There is no chart to draw here: take CSV or JSON.");
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  inline(svg, copy);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const url = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser can't draw the picture.");
  context.scale(2, 2);
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--surface") || "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The picture is empty."))), "image/png"),
  );
}

/** Writes the computed colours and fonts into the copy: style sheets don't come along. */
function inline(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  const text = INHERITED.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
  to.setAttribute("style", text);
  [...from.children].forEach((child, index) => {
    const twin = to.children[index];
    if (twin) inline(child, twin);
  });
}

function area(element: Element): number {
  const { width, height } = element.getBoundingClientRect();
  return width * height;
}
