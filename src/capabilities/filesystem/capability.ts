import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";

/** Every `wasi:filesystem/types#error-code`. */
const errorCodes = [
  "access",
  "would-block",
  "already",
  "bad-descriptor",
  "busy",
  "deadlock",
  "quota",
  "exist",
  "file-too-large",
  "illegal-byte-sequence",
  "in-progress",
  "interrupted",
  "invalid",
  "io",
  "is-directory",
  "loop",
  "too-many-links",
  "message-size",
  "name-too-long",
  "no-device",
  "no-entry",
  "no-lock",
  "insufficient-memory",
  "insufficient-space",
  "not-directory",
  "not-empty",
  "not-recoverable",
  "unsupported",
  "no-tty",
  "no-such-device",
  "overflow",
  "not-permitted",
  "pipe",
  "read-only",
  "invalid-seek",
  "text-file-busy",
  "cross-device",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

const operations = ["open", "read", "write", "stat", "list", "create", "remove", "rename", "link", "set"] as const;

/**
 * What can fail: `open` any opening; `read` a file's bytes or a link's target; `write` a file's bytes and syncing them; `stat`
 * metadata and its hash; `list` a directory; `create` a file or directory that is not there yet; `remove`; `rename` and `link`
 * at either path, symbolic links included; `set` size and times, and truncating when opened.
 */
export type Operation = (typeof operations)[number];

const longestPath = 4096;
const mostFaults = 100;

const faultPath = z
  .string()
  .max(longestPath, { error: `Can have ${longestPath} characters at most.` })
  .refine((path) => path === "/" || isPath(path), {
    error: "Must be an absolute path without empty parts, . or ..; /* at its end means everything below.",
  });

function isPath(path: string): boolean {
  const [first, ...names] = path.split("/");
  if (first !== "" || names.length === 0) return false;
  return names.every((name) => name !== "" && name !== "." && name !== ".." && !name.includes("\0"));
}

const fault = z
  .strictObject({
    path: faultPath,
    operations: z
      .array(z.enum(operations, { error: `Must be one of ${operations.join(", ")}.` }))
      .min(1, { error: "Name an operation, or leave the list out for all of them." })
      .max(operations.length, { error: `Can name ${operations.length} operations at most.` })
      .readonly()
      .exactOptional(),
    error: z.enum(errorCodes, { error: "Must be an error-code of wasi:filesystem/types, such as io." }),
  })
  .readonly();

/** Operations on a path, or with `/*` at its end on everything below, fail with `error`. Without `operations`: all of them. */
export type Fault = z.infer<typeof fault>;

const schema = z.strictObject({
  mode: modeSchema(["real", "mock", "deny"], "mock"),
  /** With `real`: a folder that the person picks, or one that the browser keeps for this page (OPFS). */
  source: z.enum(["picked", "kept"], { error: "Must be picked or kept." }).default("picked"),
  /** With `real`: where the component finds the folder. */
  at: z
    .string()
    .max(longestPath, { error: `Can have ${longestPath} characters at most.` })
    .refine((path) => path === "/" || isPath(path), {
      error: "Must be an absolute path without empty parts, . or ...",
    })
    .default("/"),
  /** With `real`: whether the component may change the folder. */
  writable: z.boolean({ error: "Must be true or false." }).default(false),
  timestamps: z.enum(["fixed", "clock"], { error: "Must be fixed or clock." }).default("fixed"),
  quotaBytes: z.int().min(0).max(Number.MAX_SAFE_INTEGER).exactOptional(),
  faults: z
    .array(fault)
    .max(mostFaults, { error: `Can have ${mostFaults} faults at most.` })
    .readonly()
    .default([]),
});

export type FilesystemBinding = Readonly<z.infer<typeof schema>>;

const defaults: FilesystemBinding = {
  mode: "mock",
  source: "picked",
  at: "/",
  writable: false,
  timestamps: "fixed",
  faults: [],
};

export const filesystem: Capability<FilesystemBinding> = {
  id: "filesystem",
  title: "Files",
  group: "files",
  interfaces: ["wasi:filesystem/types", "wasi:filesystem/preopens"],
  thirdInterfaces: ["wasi:filesystem/types", "wasi:filesystem/preopens"],
  modes: ["real", "mock", "deny"],
  schema,
  defaults,
  fields: [
    {
      key: "source",
      label: "Folder",
      kind: "choice",
      modes: ["real"],
      help: "Which real folder the component sees.",
      choices: [
        { value: "picked", label: "Of this computer", help: "You pick it before the run." },
        {
          value: "kept",
          label: "Kept by the browser",
          help: "A folder for this page alone; nothing else on the computer is in it.",
        },
      ],
    },
    {
      key: "at",
      label: "Seen at",
      kind: "text",
      modes: ["real"],
      help: "The path at which the component finds the folder.",
    },
    {
      key: "writable",
      label: "May be changed",
      kind: "boolean",
      modes: ["real"],
      help: "What the component writes and deletes is written to the real folder when the run has ended. A run that is stopped changes nothing.",
    },
    {
      key: "timestamps",
      label: "Timestamps",
      kind: "choice",
      modes: ["mock"],
      help: "The times that files get when they are made, changed and read.",
      choices: [
        { value: "fixed", label: "1970", help: "Files are of 1970-01-01 until the component sets another time." },
        { value: "clock", label: "Wall clock", help: "Files take the time that the wall clock shows the component." },
      ],
    },
    {
      key: "quotaBytes",
      label: "Quota",
      kind: "integer",
      unit: "bytes",
      modes: ["mock"],
      optional: true,
      help: "What all files may hold together, those you mount included. Writing more gives insufficient-space. Empty: only the limit of the scenario.",
    },
  ],
  words: {
    real: "The component sees a folder that you give it, beside the files you mount. What it changes is written back when it ends, if you allow that.",
    mock: "The component sees the files you mount, in a filesystem in memory.",
    deny: "The component finds no directory at all.",
  },
  examples: [
    {
      title: "A disk of a megabyte",
      binding: { ...defaults, quotaBytes: 1_048_576 },
    },
    {
      title: "Reading below /data fails as on a broken disk",
      binding: { ...defaults, faults: [{ path: "/data/*", operations: ["read"], error: "io" }] },
    },
    { title: "Times as on a real disk", binding: { ...defaults, timestamps: "clock" } },
  ],
  summary(binding) {
    if (binding.mode === "deny") return "no mounts";
    if (binding.mode === "mock") return described(binding);
    const folder = binding.source === "kept" ? "the browser’s folder" : "your folder";
    return `${folder} at ${binding.at}, ${binding.writable ? "may be changed" : "read-only"}`;
  },
};

function described({ timestamps, quotaBytes, faults }: FilesystemBinding): string {
  return [
    "as mounted",
    ...(timestamps === "clock" ? ["clock times"] : []),
    ...(quotaBytes === undefined ? [] : [`${quotaBytes.toLocaleString("en")} bytes`]),
    ...(faults.length === 0 ? [] : [faults.length === 1 ? "1 fault" : `${faults.length} faults`]),
  ].join(", ");
}
