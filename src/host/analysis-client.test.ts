import { expose } from "comlink";
import { expect, test } from "vitest";
import { fail, ok } from "../result.ts";
import type { Analysis } from "../protocol/index.ts";
import { makeAnalysisClient } from "./analysis-client.ts";

/** Workers in this thread: each answers as `analysis` until it is terminated. */
function makeWorkers(analysis: (worker: number) => Partial<Analysis>) {
  const terminated: number[] = [];
  let made = 0;
  const client = makeAnalysisClient(() => {
    made += 1;
    const number = made;
    const { port1, port2 } = new MessageChannel();
    expose(analysis(number), port2);
    const worker = Object.assign(port1, {
      terminate() {
        terminated.push(number);
        port1.close();
        port2.close();
      },
    });
    // Of a worker only messages, errors and its end are used.
    return worker as unknown as Worker;
  });
  return { client, terminated, made: () => made };
}

const emptyWorld = { id: "w", types: { types: [], imports: [], exports: [] } };

test("a call that crashes the tools answers so; one that only shared the worker is made again", async () => {
  const started = Promise.withResolvers<void>();
  const { client, terminated } = makeWorkers((worker) => ({
    wit: async () => {
      await started.promise;
      return fail("analysis-crashed", "trap");
    },
    world: async () => {
      started.resolve();
      return worker === 1 ? new Promise(() => {}) : ok(emptyWorld);
    },
  }));
  const wit = client.wit(new Uint8Array(1), {});
  const world = client.world("world w {}", undefined);
  expect(await wit).toMatchObject({ ok: false, error: { tag: "analysis-crashed" } });
  expect(await world).toMatchObject({ ok: true, value: { id: "w" } });
  expect(terminated).toEqual([1]);
  client.reset("open");
});

test("reset gives up calls of one kind only, and does nothing when none is waiting", async () => {
  const reached = Promise.withResolvers<void>();
  const { client, terminated, made } = makeWorkers((worker) => ({
    open: () => new Promise(() => {}),
    world: async () => {
      reached.resolve();
      return worker === 1 ? new Promise(() => {}) : ok(emptyWorld);
    },
  }));
  client.reset("open");
  expect(made()).toBe(0);
  const open = client.open("x", new Uint8Array(1));
  const world = client.world("world w {}", undefined);
  await reached.promise;
  client.reset("code");
  expect(terminated).toEqual([]);
  client.reset("open");
  expect(await open).toMatchObject({ ok: false, error: { tag: "stopped" } });
  expect(await world).toMatchObject({ ok: true });
});

test("warming starts one worker, and what is prepared ahead is given up apart from what a run waits for", async () => {
  const reached = Promise.withResolvers<void>();
  let asked = 0;
  const { client, made } = makeWorkers((worker) => ({
    prepare: async () => {
      asked += 1;
      if (asked === 2) reached.resolve();
      return worker === 1 ? new Promise(() => {}) : ok({ definition: { definitions: [] }, cores: [] });
    },
  }));
  client.warm();
  client.warm();
  expect(made()).toBe(1);
  const ahead = client.prepareAhead(new Uint8Array(1), { memoryBytes: 1 });
  const code = client.prepare(new Uint8Array(1), { memoryBytes: 1 });
  await reached.promise;
  client.reset("ahead");
  expect(await ahead).toMatchObject({ ok: false, error: { tag: "stopped" } });
  expect(await code).toMatchObject({ ok: true });
});
