import type { ShareLink } from "../../host/state.ts";

/** The length of a link, and what that means. */
export function sizeWords({ length, size }: ShareLink): string {
  const amount = `${length.toLocaleString("en-US")} characters`;
  switch (size) {
    case "ok":
      return `${amount}.`;
    case "long":
      return `${amount}: some programs cut links of more than 2,000.`;
    case "file":
      return `${amount}: too long for a link. Download it as JSON and send the file.`;
  }
}

/** A Markdown link; brackets in the title would end it. */
export function markdownOf(title: string, url: string): string {
  return `[${title.replace(/[\\[\]]/g, "\\$&")}](${url})`;
}

/** An iframe that shows the same world, without the frame around it. */
export function embedOf(title: string, url: string): string {
  const address = new URL(url);
  address.searchParams.set("embed", "1");
  return `<iframe src="${escaped(address.href)}" title="${escaped(title)}" width="100%" height="640" loading="lazy"></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
