import type { OutsideAsk, OutsideReply } from "../protocol/outside.ts";
import type { OrreryError } from "../result.ts";
import type { Scenario } from "../scenario/index.ts";
import { makeBroker, type Fetch } from "./broker.ts";
import { brokenAsk, makeOutsideCheck } from "./check-outside.ts";
import type { SessionCore } from "./core.ts";
import type { SessionActs } from "./state.ts";
import { makeTyping } from "./typing.ts";

/** What a run hears of its asks. */
interface OutsideEvents {
  /** The guest broke the protocol: nothing more is answered, and its run has to end. */
  broken(error: OrreryError): void;
  /** Whether the guest stands still and waits for the person, who types or decides about an origin. */
  waiting(isWaiting: boolean): void;
}

/** The page's side of what is real: the network, which asks the person for each origin, and what is typed. */
export function makeOutside(core: SessionCore, fetch: Fetch = (url, init) => globalThis.fetch(url, init)) {
  const broker = makeBroker(core, fetch);
  const typing = makeTyping(core);
  const acts: Pick<SessionActs, "allowOrigin" | "refuseOrigin" | "forgetOrigin" | "type" | "endInput"> = {
    allowOrigin: broker.allowOrigin,
    refuseOrigin: broker.refuseOrigin,
    forgetOrigin: broker.forgetOrigin,
    type: typing.type,
    endInput: typing.endInput,
  };
  return {
    ...acts,
    /** A run begins, though its component has not started. */
    begin: typing.begin,
    /** Answers the asks of one run on a new channel until `close`; the guest gets the port. What its scenario does not make real is refused. */
    open(scenario: Scenario, events: OutsideEvents): { readonly port: MessagePort; close(): void } {
      const { bindings } = scenario;
      const channel = new MessageChannel();
      const port = channel.port1;
      const check = makeOutsideCheck(() => performance.now());
      const network = broker.open();
      let open = true;
      /** What waits for the person. */
      let waiters = 0;
      let suspended = false;
      let waiting = false;
      const tell = (): void => {
        if (!open || waiting === (suspended && waiters > 0)) return;
        waiting = !waiting;
        events.waiting(waiting);
      };
      const waits = (isWaiting: boolean): void => {
        waiters += isWaiting ? 1 : -1;
        tell();
      };
      const terminal = typing.open(waits);

      function close(): void {
        open = false;
        port.close();
        network.close();
        terminal.close();
      }

      function breakOff(error: OrreryError): void {
        if (!open) return;
        close();
        events.broken(error);
      }

      function reply(message: OutsideReply, bytes?: Uint8Array<ArrayBuffer>): void {
        if (!open) return;
        check.answered(bytes?.byteLength ?? 0);
        port.postMessage(message, bytes === undefined ? [] : [bytes.buffer]);
      }

      async function answer(asked: OutsideAsk): Promise<void> {
        const { id } = asked;
        if (asked.ask === "terminal") {
          if (bindings.stdin.mode !== "real") return reply({ id, terminal: undefined });
          if (!terminal.ask((typed) => reply({ id, terminal: typed }, typed))) breakOff(brokenAsk);
        } else if (asked.ask === "request") {
          if (bindings.http.mode !== "real") return reply({ id, answer: notReal });
          reply({ id, answer: await network.send(asked.request, waits) });
        } else if (asked.ask === "body") {
          const piece = await network.read(asked.body);
          reply({ id, piece }, "bytes" in piece ? piece.bytes : undefined);
        } else if (asked.ask === "suspended") {
          suspended = asked.is;
          tell();
        } else network.drop(asked.body);
      }

      port.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (!open) return;
        const asked = check.take(data);
        if (!asked.ok) return breakOff(asked.error);
        answer(asked.value).catch((error: unknown) => breakOff({ tag: "host", message: String(error) }));
      };
      port.onmessageerror = () => breakOff(brokenAsk);
      return { port: channel.port2, close };
    },
  };
}

const notReal = {
  error: "HTTP-request-denied",
  why: "HTTP is not real in this scenario. Bind http to real to let requests out",
} as const;
