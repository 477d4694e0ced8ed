// The theme chosen in the product, else the system's, before the first paint.
try {
  const chosen = localStorage.getItem("theme");
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);
} catch {
  document.documentElement.classList.remove("dark");
}
