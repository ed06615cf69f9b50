import { z } from "zod";

const longestName = 1024;
const longestWave = 65_536;
const longestWords = 1000;
const mostReturns = 1000;
const mostFunctions = 256;
const mostEntries = 10_000;

const wave = z.string().max(longestWave, { error: `can have ${longestWave} characters at most` });
const name = z.string().min(1).max(longestName);

const ways = ["returns", "error", "echo", "trap"] as const;

const ruleSchema = z
  .strictObject({
    /** WAVE texts of the result, one for each call in turn. A method counts for each resource by itself. */
    returns: z.array(wave).max(mostReturns).readonly().exactOptional(),
    /** What comes after the last of `returns`: the last again, the list from its beginning, or a trap. `last` when left out. */
    after: z.enum(["last", "again", "trap"], { error: "must be last, again or trap" }).exactOptional(),
    /** WAVE text of the error case of a `result`; empty for one without a value. */
    error: wave.exactOptional(),
    /** Gives back the argument of this name, as the result or inside its `ok` or `some`. */
    echo: name.exactOptional(),
    /** The call traps with these words. */
    trap: z.string().max(longestWords).exactOptional(),
  })
  .refine((rule) => ways.filter((way) => rule[way] !== undefined).length <= 1, {
    error: `give one of ${ways.join(", ")}`,
  })
  .refine((rule) => rule.after === undefined || rule.returns !== undefined, {
    error: "says what comes after returns, which is not there",
    path: ["after"],
  })
  .readonly();

/** How one function answers. An empty rule gives the simplest value of its type. */
export type FunctionRule = z.output<typeof ruleSchema>;

function record<T extends z.ZodType>(value: T, most: number, what: string) {
  return z
    .record(name, value)
    .refine((given) => Object.keys(given).length <= most, { error: `can have ${most} ${what} at most` })
    .readonly();
}

const storedSchema = z.union([z.string(), z.strictObject({ base64: z.base64() }).readonly()]);

/** The value of a key: text, or bytes in base64. */
export type StoredValue = z.output<typeof storedSchema>;

export const interfaceBindingSchema = z
  .strictObject({
    mode: z.enum(["mock", "deny"], {
      error: "must be mock or deny: an interface that is not WASI's has nothing real here",
    }),
    /** By function name as in WIT text of the binary: `get`, `[method]bucket.get`, `[constructor]bucket`. */
    functions: record(ruleSchema, mostFunctions, "functions").exactOptional(),
    /** What functions without a rule do: give the simplest value of their type, or trap. `zero` when left out. */
    otherwise: z.enum(["zero", "trap"], { error: "must be zero or trap" }).exactOptional(),
    /** What `wasi:config` gives, by key. */
    config: record(z.string(), mostEntries, "keys").exactOptional(),
    /** What `wasi:keyvalue` starts with, by bucket and key. A bucket that is not named here is made empty when it is opened. */
    buckets: record(record(storedSchema, mostEntries, "keys"), mostEntries, "buckets").exactOptional(),
  })
  .readonly();

/** The binding of an interface that no capability owns, by the interface's name with its version (`interface:<name>`). */
export type InterfaceBinding = z.output<typeof interfaceBindingSchema>;
