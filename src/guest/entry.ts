import { nativeEngine } from "../engine/native/index.ts";
import { serveGuest } from "./entry-serve.ts";
import { otherEngine } from "./run.ts";

serveGuest(async (code, modules, imports, options) => {
  if (code.engine !== "native") return otherEngine(code);
  return nativeEngine.instantiate({ kind: "native", definition: code.definition, modules }, imports, options);
});
