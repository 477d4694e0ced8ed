"use client";

/** The last resort: even the root layout failed, so nothing of the app is used here. */
export default function GlobalError({ reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", padding: "4rem 2rem", maxWidth: "32rem" }}>
        <h1 style={{ fontSize: "1.25rem" }}>Edgewise failed to load</h1>
        <p>Your data is not affected.</p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
