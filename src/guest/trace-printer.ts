import type { ComponentType } from "../component/index.ts";
import { printArguments, printWave, type WaveOptions } from "../wit/wave/print.ts";
import { quickWriter } from "./trace-quick.ts";
import type { TextPrinter } from "./trace.ts";
import { ResourceLabels } from "./trace-types.ts";

/** Prints values as WAVE, short enough for a row; resources by name and number. One for each run. */
export function wavePrinter(types: ComponentType): TextPrinter {
  const labels = new ResourceLabels(types);
  const limits = { maxBytes: 32, maxChars: 200, maxText: 450 };
  const options: WaveOptions = { ...limits, resource: (object, type) => labels.label(object, type.resource) };
  const quick = { ...limits, resource: labels.label.bind(labels) };
  return {
    arguments: (args, func) => printArguments(args, func.params, options),
    result: (value, func) => (func.result === undefined ? "" : printWave(value, func.result, options)),
    quick: (func, isMethod) => quickWriter(func, isMethod, quick),
  };
}
