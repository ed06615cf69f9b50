import { expect, test } from "vitest";
import type { ComponentType, Entity } from "../../component/types.ts";
import { heldBy } from "./held.ts";
import { reportOf } from "./model-testing.ts";

const component = (exports: Record<string, Entity>): ComponentType => ({
  kind: "component",
  imports: new Map(),
  exports: new Map(Object.entries(exports)),
});
const wrapped = (name: string, entity: Entity): Entity => ({ sort: "type", type: component({ [name]: entity }) });
const types = component({
  greeting: wrapped("acme:hi/greeting@1.0.0", { sort: "instance", type: { kind: "instance", exports: new Map() } }),
  greeter: wrapped("acme:hi/greeter@1.0.0", { sort: "component", type: component({}) }),
});

test("a WIT package holds its interfaces and worlds by name; a component holds none", () => {
  const report = reportOf([]);
  expect(heldBy({ ...report, artifact: "wit-package" }, types)).toEqual([
    { name: "acme:hi/greeting@1.0.0", kind: "interface" },
    { name: "acme:hi/greeter@1.0.0", kind: "world" },
  ]);
  expect(heldBy({ ...report, artifact: "wit-package" }, undefined)).toEqual([]);
  expect(heldBy(report, types)).toEqual([]);
});
