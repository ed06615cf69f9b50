import { fail, ok, type Result } from "../../../result.ts";
import type { Engine, Instance, NativeSource } from "../../engine.ts";
import { UnusableType } from "../abi/layout.ts";
import { instantiateComponent } from "./component.ts";
import { exportsFor } from "./exports.ts";
import { LinkFailure } from "./failure.ts";
import { hostGives } from "./host.ts";
import { Linking } from "./linking.ts";
import { IndexSpaces } from "./spaces.ts";

/** The engine that links a component itself, without generating code. Runs wherever there is WebAssembly. */
export const nativeEngine: Engine<NativeSource> = {
  async instantiate({ definition, modules }, imports, options = {}): Promise<Result<Instance>> {
    const linking = new Linking(modules, options);
    try {
      const spaces = new IndexSpaces(linking.newState(undefined, definition.name ?? "the component"), undefined);
      const root = await instantiateComponent(linking, spaces, definition.definitions, hostGives(linking, imports));
      return ok({
        exports: exportsFor(root.exports, root.types, linking.spend),
        liveHandles: () => linking.states.reduce((live, { handles }) => live + handles.live, 0),
      });
    } catch (error) {
      if (error instanceof LinkFailure) return error.result;
      if (error instanceof UnusableType) return fail("link", `Linking failed: ${error.message}`);
      if (isTrap(error)) return fail("trap", `Starting ended in a trap: ${error.message}.`, { thrown: error });
      throw error;
    }
  },
};

/** A stack that is used up is a trap too; browsers say it with a `RangeError` or an `InternalError`. */
function isTrap(error: unknown): error is Error {
  return (
    error instanceof WebAssembly.RuntimeError ||
    error instanceof RangeError ||
    // A start function that would have to wait cannot.
    (error instanceof Error && (error.name === "InternalError" || error.name === "SuspendError"))
  );
}
