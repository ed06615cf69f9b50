import type { BodyPiece, RealAnswer, RealRequest } from "../capabilities/outside.ts";

/**
 * What a guest asks of the page over its `outside` port; `id` grows with each. The page answers with `OutsideReply` of the same
 * id; `drop` and `suspended` have no answer. `suspended` tells whether the program stands still in a call that waits.
 */
export type OutsideAsk =
  | { readonly id: number; readonly ask: "terminal" }
  | { readonly id: number; readonly ask: "request"; readonly request: RealRequest }
  | { readonly id: number; readonly ask: "body"; readonly body: number }
  | { readonly id: number; readonly ask: "drop"; readonly body: number }
  | { readonly id: number; readonly ask: "suspended"; readonly is: boolean };

export type OutsideReply =
  | { readonly id: number; readonly terminal: Uint8Array<ArrayBuffer> | undefined }
  | { readonly id: number; readonly answer: RealAnswer }
  | { readonly id: number; readonly piece: BodyPiece };
