/** Made by `scripts/vite/wasi.ts` out of the WIT files and adapters of `@bytecodealliance/jco`. */

declare module "virtual:orrery/worlds" {
  /** The catalogue's worlds but `none`, in the order of the packages. */
  export const worlds: readonly { readonly id: string; readonly types: import("./wit/table.ts").TypeTable }[];
}

declare module "virtual:orrery/wasi-wit" {
  /** WIT text by package name with version: `wasi:cli@0.2.12`. */
  export const packages: Readonly<Record<string, string>>;
}

declare module "virtual:orrery/adapters" {
  /** Addresses of the preview 1 adapters. */
  export const command: string;
  export const reactor: string;
}

/** Made by `scripts/vite/sandbox.ts`: the guest worker of each engine as one classic script. */
declare module "virtual:orrery/guest-native" {
  const script: string;
  export default script;
}

declare module "virtual:orrery/guest-jco" {
  const script: string;
  export default script;
}
