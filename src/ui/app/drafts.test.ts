import { expect, test } from "vitest";
import { defaultScenario } from "../../scenario/defaults.ts";
import { createView } from "./context.ts";
import { dropDraft, openDrafts, seek, type Draft, type DraftPlace } from "./drafts.ts";

const scenario = defaultScenario();
const state = { scenario, report: undefined };

const time: DraftPlace = {
  key: "limits.timeMs",
  name: "Limits: Time",
  tab: "limits",
  text: (now) => String(now.scenario.limits.timeMs),
};

function draft(place: DraftPlace): Draft {
  return { place, text: "soon", mistake: "Write a whole number.", base: place.text(state) };
}

test("a draft stands in the way as long as its field says what it said, and a run reads it", () => {
  const soon = draft(time);
  expect(openDrafts({ a: soon }, state)).toEqual([soon]);
  const changed = { ...scenario, limits: { ...scenario.limits, timeMs: 7 } };
  expect(openDrafts({ a: soon }, { ...state, scenario: changed })).toEqual([]);
  expect(openDrafts({ a: draft({ ...time, used: () => false }) }, state)).toEqual([]);
});

test("a draft is discarded by its field, and a field is sought where it is", () => {
  const view = createView();
  const [one, two] = [draft(time), draft({ ...time, key: "limits.calls" })];
  view.setState({ drafts: { "limits.timeMs": one, "limits.calls": two } });
  dropDraft(view, "limits.timeMs");
  expect(view.getState().drafts).toEqual({ "limits.calls": two });
  const { drafts } = view.getState();
  dropDraft(view, "limits.timeMs");
  expect(view.getState().drafts).toBe(drafts);

  const { chosen } = view.getState();
  seek(view, time);
  expect(view.getState()).toMatchObject({ sideTab: "limits", sought: { key: "limits.timeMs" }, chosen });
  seek(view, { key: "sockets.peers", tab: "chosen", chosen: { kind: "capability", id: "sockets" } });
  expect(view.getState()).toMatchObject({ sideTab: "chosen", chosen: { kind: "capability", id: "sockets" } });
});
