/** The method that engines call when a guest drops a handle. The same choice as in the code that jco generates. */
export const dispose: symbol =
  // Older browsers lack the symbol, which the type does not say.
  (Symbol as { readonly dispose?: symbol }).dispose ?? Symbol.for("dispose");
