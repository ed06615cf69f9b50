import type { z } from "zod";

export type Mode = "real" | "mock" | "deny";

/** What an interface is bound to; `absent` when the world does not provide it. */
export type BindingKind = Mode | "absent";

export type CapabilityId =
  | "wall-clock"
  | "monotonic-clock"
  | "random"
  | "environment"
  | "stdin"
  | "stdout"
  | "stderr"
  | "exit"
  | "filesystem"
  | "http"
  | "sockets";

/** How one setting is shown in a form. `key` is the field's name in the binding. */
export interface SettingField {
  readonly key: string;
  readonly label: string;
  /** `bytes` is text in hex; `choice` takes one of `choices`. */
  readonly kind: "instant" | "integer" | "number" | "boolean" | "choice" | "bytes" | "text";
  readonly unit?: string;
  /** The field belongs to these modes only. */
  readonly modes: readonly Mode[];
  readonly help: string;
  readonly choices?: readonly { readonly value: string; readonly label: string; readonly help?: string }[];
  /** The field may be left empty: the setting is then absent. */
  readonly optional?: boolean;
  /** Shown only while another setting of the binding has this value. */
  readonly when?: { readonly key: string; readonly is: string | boolean };
}

/**
 * A group of interfaces that a person decides about as one. Pure data: it runs in Node, in the page and in the guest.
 * `B` is the binding as it stands in a scenario, always with a `mode`.
 */
export interface Capability<B extends { readonly mode: Mode } = { readonly mode: Mode }> {
  readonly id: CapabilityId;
  readonly title: string;
  /** Where the board puts it. */
  readonly group: "clocks" | "random" | "files" | "program" | "network";
  /** Interface names of WASI 0.2 without versions, such as `wasi:clocks/wall-clock`. */
  readonly interfaces: readonly string[];
  /** Those of WASI 0.3, where it is played. */
  readonly thirdInterfaces?: readonly string[];
  /** Modes a person may choose; the others are shown as not possible, with the reason in `impossible`. */
  readonly modes: readonly Mode[];
  readonly impossible?: Partial<Record<Mode, string>>;
  readonly schema: z.ZodType<B>;
  /** Every setting filled in. */
  readonly defaults: B;
  readonly fields: readonly SettingField[];
  /** What a person reads under each mode. */
  readonly words: Readonly<Record<Mode, string>>;
  /** Settings that are of use as they stand, the first the most common. Every setting filled in. */
  readonly examples: readonly { readonly title: string; readonly binding: B }[];
  /** A few words beside the plug: `1970-01-01T00:00:00Z`, `virtual`, `seed 0`. */
  summary(binding: B): string;
}
