import { z } from "zod";
import "./jitless.ts";
import { bindingSchemas, type CapabilityBindings } from "../capabilities/index.ts";
import { interfaceBindingSchema, type InterfaceBinding } from "../capabilities/interface/capability.ts";
import { parseInterfaceName } from "../worlds/names.ts";
import { filesSchema, pathSchema } from "./files.ts";
import { isPlainObject } from "./guard.ts";
import { base64Size, utf8Size } from "./bytes.ts";
import { caps } from "./limits.ts";
import { oneOf } from "./one-of.ts";
import { reasonsOf } from "./reasons.ts";

export type { FileNode, FileTree, MountSpec } from "./files.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: "must be a SHA-256 hash in lower-case hex" });

/** A relative address counts from the page; of the absolute ones only those that the page may fetch. */
const url = z
  .string()
  .min(1, { error: "must be an address" })
  .max(caps.urlLength, { error: `can have ${caps.urlLength} characters at most` })
  .refine((text) => /^(?:https?:|(?![A-Za-z][A-Za-z0-9+.-]*:))/i.test(text.trim()), {
    error: "must be an http or https address",
  });

const componentSchema = oneOf({
  demo: z
    .strictObject({ demo: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: "must be the name of a demo" }) })
    .readonly(),
  url: z.strictObject({ url, sha256: sha256.exactOptional() }).readonly(),
  name: z.strictObject({ name: z.string().min(1).max(caps.nameLength), sha256 }).readonly(),
});

/** Where the component comes from: a demo, an address, or a file that the person has to give, known by its hash. */
export type ComponentRef = z.output<typeof componentSchema>;

const worldName = z.string().min(1).max(caps.nameLength);

const worldSchema = oneOf({
  id: z.strictObject({ id: worldName }).readonly(),
  wit: z.strictObject({ wit: z.string().max(caps.witLength), world: worldName.exactOptional() }).readonly(),
});

/** A world of the catalogue, or WIT text and which of its worlds is meant. */
export type WorldRef = z.output<typeof worldSchema>;

const wave = z.string().max(caps.waveLength);
const headers = z
  .record(z.string().min(1).max(caps.nameLength), z.string().max(caps.urlLength))
  .refine((record) => Object.keys(record).length <= caps.headers, { error: `can have ${caps.headers} headers at most` })
  .readonly();

const invocationSchema = oneOf({
  command: z.strictObject({ command: z.literal(true) }).readonly(),
  call: z.strictObject({ call: z.string().min(1).max(caps.nameLength), arguments: wave.exactOptional() }).readonly(),
  request: z
    .strictObject({
      request: z
        .strictObject({
          method: z.string().min(1).max(caps.nameLength),
          path: z.string().max(caps.urlLength),
          headers: headers.exactOptional(),
          body: z.string().max(caps.bodyLength).exactOptional(),
        })
        .readonly(),
    })
    .readonly(),
});

/** What a run calls: `wasi:cli/run`, an export with its arguments as WAVE text, or the incoming HTTP handler. */
export type Invocation = z.output<typeof invocationSchema>;

/** By capability id, every one present, and by `interface:<name>` for others. */
export type Bindings = CapabilityBindings & { readonly [custom: `interface:${string}`]: InterfaceBinding };

const bindingsSchema: z.ZodType<Bindings> = z.unknown().transform((value, context): Bindings => {
  if (!isPlainObject(value)) {
    context.addIssue({ code: "custom", message: "must be an object" });
    return z.NEVER;
  }
  const parsed: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(bindingSchemas), ...Object.keys(value)])) {
    const schema = bindingSchema(key);
    if (schema === undefined) {
      context.addIssue({
        code: "custom",
        message: "is not a capability; for another interface write interface:<its name>",
        path: [key],
      });
      continue;
    }
    const result = schema.safeParse(value[key] ?? {}, { reportInput: true });
    if (result.success) parsed[key] = result.data;
    else
      for (const { path, text } of reasonsOf(result.error.issues))
        context.addIssue({ code: "custom", message: text, path: [key, ...path] });
  }
  if (Object.keys(parsed).length > Object.keys(bindingSchemas).length + caps.interfaceBindings) {
    context.addIssue({ code: "custom", message: `can have ${caps.interfaceBindings} interfaces at most` });
  }
  // Each capability's schema made its own field just above, and every id has a schema.
  return parsed as unknown as Bindings;
});

function bindingSchema(key: string): z.ZodType | undefined {
  if (Object.hasOwn(bindingSchemas, key)) {
    // The key was just found among the schemas.
    return bindingSchemas[key as keyof typeof bindingSchemas];
  }
  const name = key.startsWith("interface:") ? key.slice("interface:".length) : undefined;
  if (name === undefined || name.length > caps.nameLength) return undefined;
  return parseInterfaceName(name) !== undefined || /^[A-Za-z][A-Za-z0-9-]*$/.test(name)
    ? interfaceBindingSchema
    : undefined;
}

const argument = z
  .string()
  .max(caps.argumentLength, { error: `can have ${caps.argumentLength} characters at most` })
  .refine((text) => !text.includes("\0"), { error: "cannot hold NUL" });
const variableName = z
  .string()
  .min(1, { error: "a variable must have a name" })
  .max(caps.argumentLength)
  .regex(/^[^=\0]*$/, { error: "the name of a variable cannot hold = or NUL" });

const total = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + text.length, 0);

const stdinText = z
  .string()
  .refine((text) => utf8Size(text) <= caps.stdinBytes, { error: `can have ${caps.stdinBytes} bytes at most` });

const stdinSchema = oneOf({
  text: z.strictObject({ text: stdinText }).readonly(),
  base64: z
    .strictObject({
      base64: z.string().refine((text) => (base64Size(text) ?? Infinity) <= caps.stdinBytes, {
        error: `must be base64 of ${caps.stdinBytes} bytes at most`,
      }),
    })
    .readonly(),
  file: z.strictObject({ file: pathSchema }).readonly(),
  lines: z
    .strictObject({
      lines: z
        .array(
          z.strictObject({ text: stdinText, delayMs: z.number().min(0).max(3_600_000).exactOptional() }).readonly(),
        )
        .max(caps.stdinLines, { error: `can have ${caps.stdinLines} lines at most` })
        .refine((lines) => lines.reduce((sum, line) => sum + utf8Size(line.text), 0) <= caps.stdinBytes, {
          error: `can have ${caps.stdinBytes} bytes at most`,
        })
        .readonly(),
    })
    .readonly(),
  closed: z.strictObject({ closed: z.literal(true) }).readonly(),
});

/** Standard input: text, bytes, a file of the mounts, lines that come one after the other (each ends in a line end), or nothing at all. */
export type Stdin = z.output<typeof stdinSchema>;

const programSchema = z
  .strictObject({
    name: argument,
    arguments: z
      .array(argument)
      .max(caps.arguments, { error: `can have ${caps.arguments} arguments at most` })
      .refine((list) => total(list) <= caps.argumentsLength, {
        error: `can have ${caps.argumentsLength} characters together`,
      })
      .readonly(),
    environment: z
      .record(variableName, argument)
      .refine((record) => Object.keys(record).length <= caps.environment, {
        error: `can have ${caps.environment} variables at most`,
      })
      .refine((record) => total(Object.entries(record).flat()) <= caps.argumentsLength, {
        error: `can have ${caps.argumentsLength} characters together`,
      })
      .readonly(),
    directory: pathSchema,
    stdin: stdinSchema,
  })
  .readonly();

const limitsSchema = z
  .strictObject({
    timeMs: z.int().min(1).max(3_600_000),
    memoryBytes: z.int().min(65_536).max(4_294_967_296),
    outputBytes: z.int().min(0).max(268_435_456),
    traceEntries: z.int().min(0).max(10_000_000),
    /** Resource handles that are live at once. */
    handles: z.int().min(0).max(10_000_000),
    /** What all files may hold together, and how many names there may be. */
    fileBytes: z.int().min(0).max(1_073_741_824),
    fileEntries: z.int().min(0).max(1_000_000),
    /** Calls of imports. */
    calls: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  })
  .readonly();

export type Limits = z.output<typeof limitsSchema>;

/** The schema of each part of a scenario. No part depends on another, so each can be checked alone. */
export const scenarioParts = {
  version: z.literal(1),
  component: componentSchema.exactOptional(),
  world: worldSchema,
  bindings: bindingsSchema,
  program: programSchema,
  files: filesSchema,
  limits: limitsSchema,
  invocation: invocationSchema,
} as const;

export const scenarioSchema = z.strictObject(scenarioParts).readonly();

/** Everything that determines a run, with every default filled in (version 1). Declarative data, never code. */
export type Scenario = z.output<typeof scenarioSchema>;

/** A part of a scenario to merge: objects merge, arrays replace, `null` puts back the default. */
export type ScenarioPatch = { readonly [K in keyof Scenario]?: unknown };
