import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RealRequest } from "../capabilities/outside.ts";
import type { OutsideAsk, OutsideReply } from "../protocol/outside.ts";
import { outsideOver } from "./outside.ts";

let channel: MessageChannel;
beforeEach(() => void (channel = new MessageChannel()));
afterEach(() => channel.port1.close());

const request: RealRequest = {
  method: "PUT",
  url: "https://example.com/",
  headers: [["a", "b"]],
  body: Uint8Array.of(1, 2),
  timeoutMs: undefined,
};
const answer = { status: 200, headers: [["c", "d"]], body: 4 } as const;

/** A page that answers each ask as the test says, the asks kept in order. */
function page(reply: (ask: OutsideAsk) => OutsideReply | undefined): readonly OutsideAsk[] {
  const asks: OutsideAsk[] = [];
  channel.port1.onmessage = ({ data }: MessageEvent<OutsideAsk>) => {
    asks.push(data);
    const made = reply(data);
    if (made !== undefined) channel.port1.postMessage(made);
  };
  return asks;
}

function answered(ask: OutsideAsk): OutsideReply | undefined {
  const { id } = ask;
  switch (ask.ask) {
    case "terminal":
      return { id, terminal: Uint8Array.of(7) };
    case "request":
      return { id, answer };
    case "body":
      return { id, piece: { bytes: Uint8Array.of(ask.body) } };
    case "drop":
    case "suspended":
      return undefined;
  }
}

test("each ask gets its answer, and a drop has none", async () => {
  const asks = page(answered);
  const outside = outsideOver(channel.port2);
  outside.dropBody(9);
  expect(await Promise.all([outside.readBody(5), outside.sendRequest(request), outside.readTerminal()])).toEqual([
    { bytes: Uint8Array.of(5) },
    answer,
    Uint8Array.of(7),
  ]);
  expect(asks).toEqual([
    { id: 1, ask: "drop", body: 9 },
    { id: 2, ask: "body", body: 5 },
    { id: 3, ask: "request", request },
    { id: 4, ask: "terminal" },
  ]);
});

test("answers may come in another order", async () => {
  const held: OutsideReply[] = [];
  page((ask) => {
    const reply = answered(ask);
    if (reply !== undefined) held.push(reply);
    if (held.length < 2) return undefined;
    const [first, second] = held;
    channel.port1.postMessage(second);
    return first;
  });
  const outside = outsideOver(channel.port2);
  const came: string[] = [];
  await Promise.all([
    outside.readBody(1).then(() => came.push("first")),
    outside.readBody(2).then(() => came.push("second")),
  ]);
  expect(came).toEqual(["second", "first"]);
});

test("the end of input is told as such", async () => {
  page(({ id }) => ({ id, terminal: undefined }));
  expect(await outsideOver(channel.port2).readTerminal()).toBe(undefined);
});

test("an answer to something else is an error", async () => {
  page(({ id }) => ({ id, terminal: undefined }));
  const outside = outsideOver(channel.port2);
  expect(await outside.sendRequest(request)).toMatchObject({ error: "internal-error" });
  expect(await outside.readBody(1)).toMatchObject({ error: "internal-error" });
});

test("it is known whether an answer is still to come", async () => {
  page(answered);
  const outside = outsideOver(channel.port2);
  outside.dropBody(9);
  expect(outside.awaited()).toBe(false);
  const reading = outside.readTerminal();
  expect(outside.awaited()).toBe(true);
  await reading;
  expect(outside.awaited()).toBe(false);
});

test("a wait is told when it takes a while, and its end after that", () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const outside = outsideOver(channel.port2);
    const post = vi.spyOn(channel.port2, "postMessage");
    for (let wait = 0; wait < 3; wait += 1) {
      outside.suspended(true);
      vi.advanceTimersByTime(4);
      outside.suspended(false);
      vi.advanceTimersByTime(100);
    }
    expect(post).not.toHaveBeenCalled();
    outside.suspended(true);
    vi.advanceTimersByTime(100);
    outside.suspended(false);
    outside.suspended(true);
    vi.advanceTimersByTime(5);
    expect(post.mock.calls).toEqual([
      [{ id: 1, ask: "suspended", is: true }],
      [{ id: 2, ask: "suspended", is: false }],
      [{ id: 3, ask: "suspended", is: true }],
    ]);
  } finally {
    vi.useRealTimers();
  }
});
