// What the checks with a browser share: a host on this machine, below a sub path as a real one may be, and the browser.

import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { createRequire } from "node:module";
import { extname, join, relative, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** Finds packages where NODE_TOOLS says that node_modules is. */
export const require = createRequire(join(resolve(process.env.NODE_TOOLS ?? "."), "package.json"));
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const SUB_PATH = "/some/sub/path/";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".json": "application/json", ".xml": "application/xml", ".svg": "image/svg+xml", ".png": "image/png",
  ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".woff2": "font/woff2", ".pdf": "application/pdf",
  ".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".md": "text/markdown; charset=utf-8", ".ico": "image/x-icon",
};
const PACKABLE = /^(text\/|application\/json|application\/xml|image\/svg)/;
// As a host would send it; the pages say the rest in a <meta> of their own.
const HEADERS = { "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "frame-ancestors 'none'" };

/**
 * Waits for a font however long it takes, where a reader's browser would go on without it: for what is measured and compared. To be
 * given to `serve` as `change`.
 */
export const patient = (name, bytes) =>
  name.endsWith(".css")
    ? Buffer.from(bytes.toString().replaceAll(/font-display: ?optional/g, "font-display:block").replaceAll(/content-visibility: ?auto/g, "content-visibility:visible"))
    : bytes;

/**
 * Serves a folder below a path, on this machine only. `change(name, bytes)` may alter what is sent; with `pack`
 * (`br` or `gzip`) it is sent as hosts send it, packed, and fingerprinted files are said to stay. With `secure` (a key and a certificate)
 * it is HTTP/2, as hosts speak it.
 */
export function serve(top, { base = SUB_PATH, pack = null, change = null, secure = null } = {}) {
  const packed = new Map();
  const press = (file, bytes) => {
    if (!packed.has(file)) packed.set(file, pack === "br" ? brotliCompressSync(bytes) : gzipSync(bytes));
    return packed.get(file);
  };
  const answer = (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = path.startsWith(base) ? join(top, path.slice(base.length)) : null;
    if (file && !relative(top, file).startsWith("..")) {
      if (path.endsWith("/")) file = join(file, "index.html");
      if (statSync(file, { throwIfNoEntry: false })?.isFile()) {
        const type = TYPES[extname(file)] ?? "application/octet-stream";
        const headers = { "Content-Type": type, ...HEADERS };
        let bytes = readFileSync(file);
        if (change) bytes = change(file, bytes);
        if (pack && PACKABLE.test(type) && request.headers["accept-encoding"]?.includes(pack)) {
          bytes = press(file, bytes);
          headers["Content-Encoding"] = pack;
        }
        if (pack && /\.[0-9a-f]{12}\.\w+$/.test(file)) headers["Cache-Control"] = "public, max-age=31536000, immutable";
        response.writeHead(200, { ...headers, "Content-Length": bytes.length });
        response.end(bytes);
        return;
      }
    }
    // A browser asks for this by itself where a site has no icon.
    response.writeHead(path === "/favicon.ico" ? 204 : 404, { "Content-Type": "text/plain" });
    response.end(path === "/favicon.ico" ? undefined : "nothing here");
  };
  const server = secure ? createSecureServer({ ...secure, allowHTTP1: true }, answer) : createServer(answer);
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

/** Starts the browser; with a folder for its profile, what is set there holds. */
export function launch(more = [], profile = null) {
  const { chromium } = require("playwright-core");
  const start = profile ? (how) => chromium.launchPersistentContext(profile, how) : (how) => chromium.launch(how);
  return start({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", ...more],
  });
}
