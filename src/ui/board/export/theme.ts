const names = ["bg", "panel", "sunken", "ink", "ink2", "ink3", "line", "real", "mock", "deny", "missing"] as const;

/** The colours of a picture, by the names that they have in `tokens.css`. */
export type PictureTheme = Readonly<Record<(typeof names)[number], string>>;

/** The colours that the page has now. */
export function currentColors(): PictureTheme {
  const style = getComputedStyle(document.documentElement);
  const entries = names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()] as const);
  // Every name is there.
  return Object.fromEntries(entries) as PictureTheme;
}
