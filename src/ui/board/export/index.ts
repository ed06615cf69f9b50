export { boardMarkdown } from "./markdown.ts";
export { boardMermaid } from "./mermaid.ts";
export { pngOf } from "./png.ts";
export { boardSvg } from "./svg.ts";
export { fileNameFor } from "./text.ts";
export { currentColors } from "./theme.ts";
