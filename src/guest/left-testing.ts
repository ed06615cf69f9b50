import { Descriptor } from "../capabilities/filesystem/provider-descriptor.ts";
import { realMount } from "../capabilities/filesystem/real-folder.ts";
import { createVirtualFilesystem } from "../capabilities/filesystem/virtual-filesystem.ts";
import type { RealFile, RealFolder } from "../protocol/index.ts";
import { defaultScenario } from "../scenario/index.ts";
import { leftFiles } from "./left-files.ts";

export const all = { read: true, write: true } as const;
export const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Writes a file as a guest. */
export const write = (root: Descriptor, path: string, text: string): void =>
  void root.openAt({}, path, { create: true, truncate: true }, all).write(encode(text), 0n);

/** What is left when something was done as a guest to a folder at `/project`, of which another mount hides `hidden`. */
export function leftBy(folder: RealFolder, bytesOf: (file: RealFile) => Uint8Array, act: (root: Descriptor) => void) {
  const mount = realMount(folder, "/project", (file, start, end) => bytesOf(file).subarray(start, end));
  const hidden = { path: "/project/hidden", writable: true, tree: new Map() };
  const filesystem = createVirtualFilesystem([hidden, mount]);
  const seen = filesystem.mounts.find(({ path }) => path === "/project");
  if (seen === undefined) throw new Error("The folder is mounted.");
  act(new Descriptor(seen, seen.root, {}));
  const base = defaultScenario();
  const binding = { ...base.bindings.filesystem, mode: "real", at: "/project", writable: true } as const;
  const scenario = { ...base, bindings: { ...base.bindings, filesystem: binding } };
  return leftFiles({ scenario, folder }, filesystem);
}
