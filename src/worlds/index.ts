export type {
  Change,
  ChangeKind,
  Comparison,
  Difference,
  DifferenceKind,
  Fit,
  FitEntry,
  FitStatus,
  Subject,
  Verdict,
  World,
  WorldFit,
} from "./model.ts";
export { compareComponents } from "./compare.ts";
export { checkFit, fitsOf } from "./fit.ts";
