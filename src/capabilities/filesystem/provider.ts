import type { Provider } from "../provider.ts";
import type { FilesystemBinding } from "./capability.ts";
import { Descriptor, DirectoryEntryStream, filesystemErrorCode } from "./provider-descriptor.ts";

/** `wasi:filesystem/{types,preopens}` over the virtual filesystem of the run; denied, there is no directory to begin with. */
export const provideFilesystem: Provider<FilesystemBinding> = ({ binding, filesystem, wallNow }) => {
  // These settings are of the mock. Beside the times of real files, what the component writes has the time of its clock.
  const { timestamps, quotaBytes, faults } =
    binding.mode === "real" ? { timestamps: "clock", quotaBytes: undefined, faults: [] } : binding;
  filesystem.behave({ now: timestamps === "clock" ? wallNow : undefined, quotaBytes, faults });
  return {
    "wasi:filesystem/types": { Descriptor, DirectoryEntryStream, filesystemErrorCode },
    "wasi:filesystem/preopens": {
      getDirectories: (): [Descriptor, string][] =>
        binding.mode === "deny"
          ? []
          : filesystem.mounts.map((mount) => [new Descriptor(mount, mount.root, {}), mount.path]),
    },
  };
};
