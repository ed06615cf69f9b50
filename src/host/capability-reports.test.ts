import { expect, test } from "vitest";
import { capabilityReports } from "./capability-reports.ts";

test("every capability is told with its modes, words, defaults and a JSON schema of its settings", () => {
  const reports = capabilityReports();
  expect(reports.map((one) => one.id)).toContain("wall-clock");
  for (const one of reports) {
    expect(one.modes.length + Object.keys(one.impossible).length).toBe(3);
    expect(one.defaults).toMatchObject({ mode: expect.any(String) });
  }
  expect(reports.find((one) => one.id === "wall-clock")?.schema).toMatchObject({
    type: "object",
    properties: { mode: {}, instant: { type: "string", default: "1970-01-01T00:00:00Z" }, tickNs: { type: "integer" } },
    additionalProperties: false,
  });
  // It is plain data: nothing of it is lost on the way to a caller.
  expect(JSON.parse(JSON.stringify(reports))).toEqual(reports);
});
