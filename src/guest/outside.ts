import type { Outside } from "../capabilities/outside.ts";
import type { OutsideAsk, OutsideReply } from "../protocol/outside.ts";

/** Shorter waits are not told: a program may wait a thousand times a second, and each message costs. */
const TOLD_AFTER_MS = 5;

/** Asks the page over a port, and tells the answers to who waits for them. The page is trusted: its answers are taken as they are. */
export function outsideOver(port: MessagePort): Outside {
  const waiting = new Map<number, (reply: OutsideReply) => void>();
  let last = 0;
  let telling: ReturnType<typeof setTimeout> | undefined;
  let told = false;
  const tellSuspended = (is: boolean): void => {
    telling = undefined;
    told = is;
    last += 1;
    port.postMessage({ id: last, ask: "suspended", is } satisfies OutsideAsk);
  };
  port.onmessage = ({ data }: MessageEvent<OutsideReply>) => {
    const answer = waiting.get(data.id);
    waiting.delete(data.id);
    answer?.(data);
  };
  const ask = (make: (id: number) => OutsideAsk): Promise<OutsideReply> => {
    const id = (last += 1);
    port.postMessage(make(id));
    return new Promise((resolve) => {
      waiting.set(id, resolve);
    });
  };
  return {
    async readTerminal() {
      const reply = await ask((id) => ({ id, ask: "terminal" }));
      return "terminal" in reply ? reply.terminal : undefined;
    },
    async sendRequest(request) {
      const reply = await ask((id) => ({ id, ask: "request", request }));
      return "answer" in reply ? reply.answer : { error: "internal-error", why: "the page gave another answer" };
    },
    async readBody(body) {
      const reply = await ask((id) => ({ id, ask: "body", body }));
      return "piece" in reply ? reply.piece : { error: "internal-error", why: "the page gave another answer" };
    },
    dropBody(body) {
      last += 1;
      port.postMessage({ id: last, ask: "drop", body } satisfies OutsideAsk);
    },
    awaited: () => waiting.size > 0,
    suspended(is) {
      clearTimeout(telling);
      telling = is ? setTimeout(tellSuspended, TOLD_AFTER_MS, true) : undefined;
      if (!is && told) tellSuspended(false);
    },
  };
}
