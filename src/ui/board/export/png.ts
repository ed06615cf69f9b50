import type { Picture } from "./svg.ts";

/** Browsers draw nothing on a canvas that is much longer. In pixels. */
const longestSide = 16_000;

/** A picture as PNG, twice as fine as the screen's pixels; less when it is very long. `undefined` when the browser cannot. */
export async function pngOf({ svg, width, height }: Picture): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const scale = Math.min(2, longestSide / Math.max(width, height));
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext("2d");
    if (context === null) return undefined;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    return blob === null ? undefined : new Uint8Array(await blob.arrayBuffer());
  } catch {
    return undefined;
  } finally {
    URL.revokeObjectURL(address);
  }
}
