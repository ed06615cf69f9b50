import { z } from "zod";
import type { Capability } from "../capability.ts";
import { modeSchema } from "../mode.ts";

const impossible = { real: "Folders of this computer are not in this build: drop their files into a mount." };

const schema = z.strictObject({ mode: modeSchema(["mock", "deny"], "mock", impossible) });

export type FilesystemBinding = Readonly<z.infer<typeof schema>>;

export const filesystem: Capability<FilesystemBinding> = {
  id: "filesystem",
  title: "Files",
  group: "files",
  interfaces: ["wasi:filesystem/types", "wasi:filesystem/preopens"],
  modes: ["mock", "deny"],
  impossible,
  schema,
  defaults: { mode: "mock" },
  fields: [],
  words: {
    real: impossible.real,
    mock: "The component sees the files you mount, in a filesystem in memory.",
    deny: "The component finds no directory at all.",
  },
  summary: (binding) => (binding.mode === "mock" ? "as mounted" : "no mounts"),
};
