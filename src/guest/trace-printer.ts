import type { ComponentType } from "../component/index.ts";
import { traceLimits } from "../protocol/trace-values.ts";
import { printArguments, printWave, type WaveOptions } from "../wit/wave/print.ts";
import type { TextPrinter } from "./trace.ts";
import { ResourceLabels } from "./trace-types.ts";

/** Prints values as WAVE, short enough for a row; resources by name and number. One for each run. */
export function wavePrinter(types: ComponentType): TextPrinter {
  const labels = new ResourceLabels(types);
  const options: WaveOptions = { ...traceLimits, resource: (object, type) => labels.label(object, type.resource) };
  return {
    arguments: (args, func) => printArguments(args, func.params, options),
    result: (value, func) => (func.result === undefined ? "" : printWave(value, func.result, options)),
    resources: labels,
  };
}
