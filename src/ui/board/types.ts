import type { Capability, CapabilityId, Mode } from "../../capabilities/capability.ts";
import type { InterfaceBinding } from "../../capabilities/interface/capability.ts";
import type { Extern } from "../../component/model.ts";
import type { Report } from "../../protocol/index.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { Difference, Fit, World } from "../../worlds/model.ts";

/** How a wire looks, in colour, shape and word. `passed` is plumbing: nobody decides about it. */
export type Look = Mode | "missing" | "passed";

/** One interface or function of a socket. */
export interface Member {
  readonly name: string;
  readonly kind: Extern["kind"];
  readonly functions: readonly string[];
  readonly types: readonly string[];
  /** Calls so far; undefined where there is nothing to tell yet. */
  readonly calls: number | undefined;
  /** The name under which the world provides it in a newer version. */
  readonly newer: string | undefined;
}

/** One import or export of the component, or those imports of a package that one capability decides about. */
export interface Socket {
  /** `import:<name>` or `export:<name>`, with the first name. */
  readonly id: string;
  /** The first name. */
  readonly name: string;
  readonly direction: "import" | "export";
  /** The names without package and version. */
  readonly title: string;
  readonly members: readonly Member[];
  /** Where its plug stands among the plugs, from the top; no choice of a person's changes it. */
  readonly place: number;
  readonly look: Look;
  /** The look in a word, or two where there is more to say; empty where there is nothing to say. */
  readonly word: string;
  /** Calls so far; undefined where there is nothing to tell yet. */
  readonly calls: number | undefined;
  readonly capability: CapabilityId | undefined;
  readonly reasons: readonly string[];
  readonly differences: readonly Difference[];
}

export interface SocketGroup {
  /** `from:<package>@<version>`, `functions`, `plumbing` or `offers`. */
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly sockets: readonly Socket[];
  /** Whether it starts folded. */
  readonly folded: boolean;
}

export type Plug =
  | {
      readonly kind: "capability";
      readonly id: string;
      readonly capability: Capability;
      readonly mode: Mode;
      readonly summary: string;
      readonly wanted: boolean;
    }
  | { readonly kind: "passed"; readonly id: string; readonly title: string }
  | {
      /** An import that no capability plays in this world. */
      readonly kind: "import";
      readonly id: string;
      readonly name: string;
      /** What it is bound to; undefined while it is missing. */
      readonly mode: InterfaceBinding["mode"] | undefined;
      /** A few words on its binding. */
      readonly summary: string;
      /** It can be bound by itself; an interface of a capability comes with a world only. */
      readonly bindable: boolean;
      /** Nothing in it is called: it only has types. */
      readonly typesOnly: boolean;
      /** What stands in the way. */
      readonly state: "missing" | "does not fit" | "not set";
      readonly reasons: readonly string[];
    }
  | {
      readonly kind: "expected";
      readonly id: string;
      readonly name: string;
      readonly state: "offered" | "not offered" | "does not fit";
      readonly reasons: readonly string[];
    };

export interface PlugGroup {
  readonly id: string;
  readonly title: string;
  readonly plugs: readonly Plug[];
  readonly folded: boolean;
}

export interface Link {
  readonly id: string;
  /** Socket id and the id of its group, which stands for it when folded. */
  readonly from: string;
  readonly fromGroup: string;
  /** Plug id and its group. */
  readonly to: string;
  readonly toGroup: string;
  /** The plug only tells what is not there: the wire ends in the air. */
  readonly open: boolean;
  readonly look: Look;
  /** As its socket has it. */
  readonly word: string;
}

export interface BoardModel {
  readonly sockets: readonly SocketGroup[];
  readonly plugs: readonly PlugGroup[];
  readonly links: readonly Link[];
}

export interface BoardInput {
  readonly report: Report;
  readonly world: World | undefined;
  readonly fit: Fit | undefined;
  readonly scenario: Scenario;
  readonly calls: Readonly<Record<string, number>>;
  readonly runState: "idle" | "running" | "done";
}
