export type Theme = "light" | "dark";

const key = "orrery-theme";

function isTheme(value: unknown): value is Theme {
  return value === "light" || value === "dark";
}

/** The theme that is seen now: the one chosen, else the system's. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset["theme"];
  if (isTheme(chosen)) return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Puts the theme that was chosen earlier on the document. An attribute that already stands there, as `?theme=` sets it, stays. */
export function restoreTheme(): void {
  if (isTheme(document.documentElement.dataset["theme"])) return;
  try {
    const saved = localStorage.getItem(key);
    if (isTheme(saved)) document.documentElement.dataset["theme"] = saved;
  } catch {
    // Storage may be closed to this page; then the system's theme counts.
  }
}

export function setTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // See restoreTheme.
  }
}

/** Calls back when the theme that is seen may have changed; gives the way to stop. */
export function watchTheme(changed: () => void): () => void {
  const media = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  media.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    media.removeEventListener("change", changed);
  };
}
