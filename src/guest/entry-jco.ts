import { jcoEngine } from "../engine/jco/instantiate.ts";
import { serveGuest } from "./entry-serve.ts";
import { otherEngine } from "./run.ts";

serveGuest(async (code, modules, imports, options) => {
  if (code.engine !== "jco") return otherEngine(code);
  return jcoEngine.instantiate({ kind: "jco", script: code.script, modules }, imports, options);
});
