import { z } from "zod";
import "../scenario/jitless.ts";
import type { DemoSummary } from "./state.ts";

const demosSchema = z.array(
  z.object({ name: z.string(), title: z.string(), language: z.string(), description: z.string() }),
);

/** The samples that come with the page; none when the list cannot be had, since the page works without them. */
export async function loadDemos(): Promise<readonly DemoSummary[]> {
  try {
    const response = await fetch("demos/index.json");
    return demosSchema.parse(await response.json());
  } catch {
    return [];
  }
}
