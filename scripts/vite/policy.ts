import type { Plugin } from "vite";

/**
 * The page's own policy, as a meta element so that any file host will do. Inline styles stay allowed for the editor;
 * `connect-src` is wide because a person may open a component from any address, and let one send requests to any. Left
 * out of `vite dev`, which injects inline scripts.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "media-src blob:",
  "font-src 'self' data:",
  "connect-src 'self' https: http:",
  "worker-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export function policyPlugin(): Plugin {
  return {
    name: "orrery-policy",
    apply: "build",
    transformIndexHtml: () => [
      { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: policy }, injectTo: "head-prepend" },
    ],
  };
}
