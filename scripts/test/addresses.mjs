// @ts-check
/** Where the browser tests find what `serve.mjs` serves. The ports come from `e2e.mjs`, which takes free ones. */
import process from "node:process";

const appPort = Number(process.env["ORRERY_APP_PORT"] ?? 4310);
const otherPort = Number(process.env["ORRERY_OTHER_PORT"] ?? 4311);

export const ports = { app: appPort, other: otherPort };

/** The build stands under a path, as on a host that has other things too: nothing may depend on the root. */
export const appPath = "/some/sub/path/";

/** The built app. */
export const appUrl = `http://127.0.0.1:${appPort}${appPath}`;

/**
 * Another origin with the same files (and those of `e2e/fixtures/`), at three paths:
 * `/cors/<file>` allows every origin, `/no-cors/<file>` allows none, and `/seen` lists the requests that
 * arrived (a JSON list of `"<method> <path>"`), so that a test can show that none did.
 */
export const otherOrigin = `http://127.0.0.1:${otherPort}`;
