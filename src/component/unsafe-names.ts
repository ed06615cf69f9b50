/** What could end or change a quoted string of generated JavaScript: quotes, backslashes, line ends, controls. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /['"`\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/**
 * Those of the core import and export names (module names too) that must not stand in generated code, each once, in
 * order. A component's author chooses core names freely: they are any UTF-8.
 */
export function unsafeCoreNames(names: Iterable<string>): string[] {
  const unsafe = new Set<string>();
  for (const name of names) if (UNSAFE.test(name)) unsafe.add(name);
  return [...unsafe];
}
