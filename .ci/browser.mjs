// Looks at the published site with a real browser, served below a sub path and opened from disk.
//
//   browser.mjs FOLDER [--screens DIR] [--widths 320,390] [--all | PATH…]
//
// PATH is a page's folder from the top of the site: `/` is home. The first is where the walk on the
// disk begins, the second is where it leads. Needs playwright-core and axe-core beside it (NODE_TOOLS
// names the folder that holds node_modules) and Chromium (CHROMIUM, else /usr/bin/chromium).
// Ends with 1 if anything is wrong, or if there was nothing to look at.

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SUB_PATH, launch, patient, require, serve } from "./host.mjs";

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

function asked(argv) {
  const given = { paths: [], widths: [320, 390, 768, 1440], all: false, screens: null, folder: null };
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === "--all") given.all = true;
    else if (argv[i] === "--screens") given.screens = argv[++i];
    else if (argv[i] === "--widths") given.widths = argv[++i].split(",").map(Number);
    else if (given.folder === null) given.folder = resolve(argv[i]);
    else given.paths.push(argv[i].replace(/^\/+/, ""));
  }
  return given;
}

/** Folders of all pages, `""` for home. */
function everyPage(top) {
  return readdirSync(top, { recursive: true })
    .filter((it) => /(^|\/)index\.html$/.test(it))
    .map((it) => it.replace(/index\.html$/, ""))
    .sort();
}

const given = asked(process.argv.slice(2));
const paths = given.all ? everyPage(given.folder) : given.paths;
const wrong = [];
const undecided = new Map(); // What axe leaves to a person to judge; said, not failed.
const counts = { pages: 0, views: 0, "axe runs": 0, "rules that applied": 0, texts: 0, "requests": 0, clicks: 0 };
const say = (where, words) => { wrong.push(where); console.log(`${where}: ${words}`); };
if (given.screens) mkdirSync(given.screens, { recursive: true });

const server = await serve(given.folder, { change: patient });
const origin = `http://127.0.0.1:${server.address().port}`;
let browser = null;

/** Does some work with a browser. One that dies by itself is replaced, once for each piece of work. */
async function withBrowser(work) {
  for (let last = false; ; last = true) {
    browser ??= await launch();
    try {
      return await work();
    } catch (error) {
      if (browser.isConnected() || last) throw error;
      console.log(`the browser died and was started again: ${error.message.split("\n")[0]}`);
      browser = null;
    }
  }
}

/** A page that reports what goes wrong in it. */
async function open(context, url, where) {
  const page = await context.newPage();
  page.on("console", (it) => { if (it.type() === "error" || it.type() === "warning") say(where, `console: ${it.text()}`); });
  page.on("pageerror", (it) => say(where, `script: ${it.message}`));
  page.on("request", (it) => {
    counts.requests++;
    if (!it.url().startsWith(`${origin}/`) && !it.url().startsWith("file:") && !it.url().startsWith("data:")) say(where, `asks another place: ${it.url()}`);
  });
  page.on("response", (it) => { if (it.status() >= 400) say(where, `${it.status()} ${it.url()}`); });
  page.on("requestfailed", (it) => say(where, `failed: ${it.url()}`));
  await page.goto(url, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  return page;
}

/** Notes violations of the Content-Security-Policy before the page can make any. */
const noteViolations = () => {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (it) => window.violations.push(`${it.violatedDirective} ${it.blockedURI}`));
};

/** What a reader sees, with everything unfolded; line ends and spaces do not count. */
const visible = () => {
  document.querySelectorAll("details").forEach((it) => { it.open = true; });
  return document.body.innerText.split(/\s+/).filter(Boolean).join(" ");
};

/** What stands wider than the window, for the message. */
const widest = (width) => [...document.querySelectorAll("body *")]
  .filter((it) => it.getBoundingClientRect().right > width + 1)
  .slice(-3).map((it) => `${it.tagName.toLowerCase()}${it.className ? "." + it.className : ""}`).join(", ");

/** Lines of more signs than can be read at ease: 80, or 40 of full width, as in Japanese. */
const longLines = () => {
  const found = [];
  const blocks = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    let block = node.parentElement;
    if (!node.data.trim() || block.closest("pre, script, .vh, .skip") || !block.checkVisibility()) continue;
    while (/^(inline|contents)/.test(getComputedStyle(block).display)) block = block.parentElement;
    if (!blocks.has(block)) blocks.set(block, []);
    blocks.get(block).push(node);
  }
  const range = document.createRange();
  for (const [block, nodes] of blocks) {
    const isJapanese = block.closest(":lang(ja)") !== null;
    if (nodes.reduce((sum, it) => sum + it.data.length, 0) <= 40) continue;
    let line = "", before = null;
    // A sign of full width takes the place of two.
    const signs = (text) => [...text].reduce((sum, it) => sum + (/[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff01-\uff60]/.test(it) ? 2 : 1), 0);
    const end = () => { if (signs(line.trim()) > 80) found.push(`${signs(line.trim())} signs: “${line.trim().slice(0, 50)}…”`); line = ""; };
    for (const node of nodes) {
      for (const { 0: word, index } of node.data.matchAll(isJapanese ? /\S/gu : /\s+|\S+/g)) {
        if (!word.trim()) { line += " "; continue; }
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        // A word that is broken over lines, such as an address, is taken sign by sign.
        const broken = range.getClientRects().length > 1;
        for (const sign of broken ? word.matchAll(/./gsu) : [{ 0: word, index: 0 }]) {
          range.setStart(node, index + sign.index);
          range.setEnd(node, index + sign.index + sign[0].length);
          const rect = range.getBoundingClientRect();
          if (before && (rect.left < before.left - 1 || rect.top > before.bottom - 2 || rect.bottom < before.top + 2)) end();
          line += sign[0];
          before = rect;
        }
      }
    }
    end();
  }
  return found;
};

/** A page at one width: in light, then in dark. */
async function look(path, width, withAxe) {
  let where = `/${path} at ${width} light`;
  const context = await browser.newContext({
    viewport: { width, height: width < 700 ? 844 : 1000 }, colorScheme: "light", reducedMotion: "reduce",
    isMobile: width < 700, hasTouch: width < 700, deviceScaleFactor: 1,
  });
  await context.addInitScript(noteViolations);
  const page = await open(context, `${origin}${SUB_PATH}${path}`, `/${path} at ${width}`);
  const grounds = new Set();
  for (const scheme of ["light", "dark"]) {
    where = `/${path} at ${width} ${scheme}`;
    await page.emulateMedia({ colorScheme: scheme });
    counts.views++;
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    if (grounds.has(ground)) say(where, `has the ground of the other scheme: ${ground}`);
    grounds.add(ground);
    // The layout width is asked for: a phone's browser widens its window to what it is shown.
    for (const unfolded of [false, true]) {
      if (unfolded) await page.evaluate(visible);
      else if (scheme === "dark") await page.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = false; }));
      const [inside, scroll] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]);
      if (Math.max(inside, scroll) > width) say(where, `scrolls sideways${unfolded ? " when unfolded" : ""}: ${Math.max(inside, scroll)} px (${await page.evaluate(widest, width)})`);
      if (!unfolded && given.screens) {
        const name = `${path.replace(/\/$/, "").replaceAll("/", "-") || "home"}-${width}-${scheme}.png`;
        await page.screenshot({ path: join(given.screens, name), fullPage: false });
      }
    }
    if (scheme === "light") {
      const long = await page.evaluate(longLines);
      counts["pages measured"] = (counts["pages measured"] ?? 0) + 1;
      if (long.length) say(where, `${long.length} lines are too long; ${long.slice(0, given.all ? 3 : 20).join("; ")}`);
    }
    for (const it of await page.evaluate(() => window.violations)) say(where, `against the Content-Security-Policy: ${it}`);
    if (withAxe) {
      if (scheme === "light") await page.evaluate(axe);
      const result = await page.evaluate((rules) => {
        // Lines drawn with ::before or a gradient would leave the contrast of what stands beside them
        // undecided: without them it is judged, against the plain ground.
        window.axe._audit.checks["color-contrast"].options.ignorePseudo = true;
        const plain = new CSSStyleSheet();
        plain.replaceSync("* { background-image: none !important }");
        document.adoptedStyleSheets.push(plain);
        return window.axe.run(document, { runOnly: { type: "tag", values: rules } });
      }, RULES);
      counts["axe runs"]++;
      for (const it of result.incomplete) undecided.set(it.id, (undecided.get(it.id) ?? 0) + it.nodes.length);
      counts["rules that applied"] += result.passes.length + result.violations.length;
      for (const it of result.violations) {
        say(where, `axe ${it.id} (${it.impact}), ${it.nodes.length} times: ${it.help}; first: ${it.nodes[0].target.join(" ")} · ${(it.nodes[0].failureSummary ?? "").replace(/\s+/g, " ")}`);
      }
    }
  }
  await context.close();
}

/** What has the focus: whether that can be seen, and whether something lies over it. */
const focused = () => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(it);
  const { left, top, width, height } = it.getBoundingClientRect();
  const above = document.elementFromPoint(Math.max(0, left + Math.min(4, width / 2)), top + Math.min(height, innerHeight - top) / 2);
  return {
    name: `${it.tagName.toLowerCase()} “${(it.ariaLabel ?? it.textContent).trim().slice(0, 30)}”`,
    seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    covered: !above || !(it.contains(above) || above.contains(it)),
  };
};

/** The first stops of the tabulator: each shows that it has the focus, and nothing sticks over it. */
async function tab(path, width) {
  const where = `/${path} by keyboard at ${width}`;
  const context = await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: "reduce" });
  const page = await open(context, `${origin}${SUB_PATH}${path}`, where);
  for (let stop = 0; stop < 80; stop++) {
    await page.keyboard.press("Tab");
    const it = await page.evaluate(focused);
    if (!it) break;
    counts["tab stops"] = (counts["tab stops"] ?? 0) + 1;
    if (stop === 0 && !it.name.startsWith("a ")) say(where, `the first stop is ${it.name}`);
    if (!it.seen) say(where, `${it.name} does not show that it has the focus`);
    if (it.covered) say(where, `${it.name} is covered when it has the focus`);
  }
  await context.close();
}

/** With letters twice as large, as a reader sets them in the browser, nothing is cut off and no page scrolls sideways. */
async function enlarge(some) {
  const profile = mkdtempSync(join(tmpdir(), "large-"));
  mkdirSync(join(profile, "Default"));
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify({ webkit: { webprefs: { default_font_size: 32 } } }));
  const context = await launch([], profile);
  const page = await context.newPage();
  for (const path of some) {
    for (const width of [640, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${origin}${SUB_PATH}${path}`, { waitUntil: "load" });
      await page.evaluate(() => document.fonts.ready);
      const where = `/${path} at ${width} with text of 200 %`;
      const found = await page.evaluate(() => {
        document.querySelectorAll("details").forEach((it) => { it.open = true; });
        const cut = [...document.querySelectorAll("main *")].filter((it) => it.clientWidth > 1 && /hidden|clip/.test(getComputedStyle(it).overflow) &&
          (it.scrollHeight > it.clientHeight + 3 || it.scrollWidth > it.clientWidth + 3) && !it.closest(".side-note"));
        return { size: getComputedStyle(document.documentElement).fontSize, wide: document.documentElement.scrollWidth, cut: cut.map((it) => `${it.tagName.toLowerCase()}.${it.className}`) };
      });
      counts["pages enlarged"] = (counts["pages enlarged"] ?? 0) + 1;
      if (found.size !== "32px") say(where, `the text is not enlarged: ${found.size}`);
      if (found.wide > width) say(where, `scrolls sideways: ${found.wide} px (${await page.evaluate(widest, width)})`);
      if (found.cut.length) say(where, `cut off: ${found.cut.slice(0, 3).join(", ")}`);
    }
  }
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}

/** Where a link leads to is marked, also where a page is laid out when it is neared: one of each kind that a page has. */
async function arrive(path, width) {
  const asIs = await serve(given.folder, {});
  const context = await browser.newContext({ viewport: { width, height: 844 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  const url = `http://127.0.0.1:${asIs.address().port}${SUB_PATH}${path}`;
  await page.goto(url, { waitUntil: "load" });
  const ids = await page.evaluate((kinds) => kinds.flatMap((it) => [...document.querySelectorAll(it)].slice(-1).map((found) => found.id)),
    ["td.finding[id]", "section.lesson[id]", "#view_notes li[id]", "#view_references li[id]", ".prose h2[id]"]);
  for (const id of ids) {
    const strips = [];
    for (const hash of [id, "nowhere"]) {
      await page.goto(`${url}#${hash}`);
      const clip = await page.evaluate((it) => {
        const target = document.getElementById(it);
        // Twice: what is neared on the way may become longer or shorter.
        for (let i = 0; i < 2; i++) target.scrollIntoView({ block: "center", behavior: "instant" });
        const { left, top, height } = target.getBoundingClientRect();
        const from = Math.max(0, Math.floor(left) - 16);
        return { x: from, y: Math.max(0, Math.round(top)), width: 28, height: Math.min(Math.round(height), 24) };
      }, id);
      await page.waitForTimeout(100);
      strips.push(await page.screenshot({ clip }));
    }
    counts.arrivals = (counts.arrivals ?? 0) + 1;
    if (strips[0].equals(strips[1])) say(`/${path}#${id} at ${width}`, "is not marked on arrival");
  }
  await context.close();
  asIs.close();
}

/** The same words without scripts. */
async function compareText(path) {
  const texts = [];
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, javaScriptEnabled });
    const page = await open(context, `${origin}${SUB_PATH}${path}`, `/${path} ${javaScriptEnabled ? "with" : "without"} scripts`);
    // Notes in the margin repeat what stands at the end, and only a script can copy.
    // Nor is there a choice of colours, or a filter.
    await page.evaluate(() => document.querySelectorAll(".side-note, .copy, .scheme, .filter").forEach((it) => it.remove()));
    texts.push(await page.evaluate(visible));
    await context.close();
  }
  counts.texts++;
  if (texts[1].length < 40) say(`/${path}`, "hardly any text without scripts");
  if (texts[0] !== texts[1]) {
    let at = 0;
    while (texts[0][at] === texts[1][at]) at++;
    say(`/${path}`, `differs without scripts, at “${texts[1].slice(Math.max(0, at - 40), at + 60)}”; with them “${texts[0].slice(Math.max(0, at - 40), at + 60)}”`);
  }
}

/** From home to a page, by its links, from the disk. */
async function walkOnDisk(to) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await open(context, pathToFileURL(join(given.folder, "index.html")).href, "from the disk");
  const target = pathToFileURL(join(given.folder, to, "index.html")).href;
  const links = page.locator("a[href]");
  for (let i = 0; i < await links.count(); i++) {
    if ((await links.nth(i).evaluate((it) => it.href)).split("#")[0] !== target) continue;
    await links.nth(i).click();
    await page.waitForLoadState("load");
    counts.clicks++;
    break;
  }
  if (page.url().split("#")[0] !== target) say("from the disk", `no way from home to ${target}; arrived at ${page.url()}`);
  else if (await page.locator("h1").count() !== 1) say("from the disk", "arrived at a page without a heading");
  const styled = await page.evaluate(() => document.styleSheets.length > 0 && [...document.styleSheets].every((it) => it.ownerNode.sheet !== null));
  if (!styled) say("from the disk", "the style sheets do not load");
  const dead = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((it) => new URL(it.getAttribute("href"), document.baseURI).href).filter((it) => it.startsWith("file:") && !/\.[a-z0-9]+([?#].*)?$/.test(it)));
  for (const it of dead) say("from the disk", `names a folder: ${it}`);
  await context.close();
}

try {
  for (const path of paths) {
    counts.pages++;
    for (const width of given.widths) {
      await withBrowser(() => look(path, width, given.all || width === 390 || width === 768 || width === Math.max(...given.widths)));
    }
    await withBrowser(() => compareText(path));
    for (const width of [390, 1440]) await withBrowser(() => tab(path, width));
    for (const width of [390, 1440]) await withBrowser(() => arrive(path, width));
  }
  await enlarge(paths);
  const to = given.all ? paths.find((it) => it !== "") : paths[1];
  if (to !== undefined) await withBrowser(() => walkOnDisk(to));
} catch (error) {
  say("browser", `gave up: ${error.message.split("\n")[0]}`);
} finally {
  await browser?.close();
  server.close();
}
for (const [what, count] of Object.entries(counts)) if (count === 0) say("browser", `there were no ${what} to look at`);
for (const [rule, count] of undecided) console.log(`left to a person's judgement by axe: ${rule}, ${count} times`);
console.log(`browser over ${relative(process.cwd(), given.folder)}: ${Object.entries(counts).map(([what, count]) => `${count} ${what}`).join(", ")}; ${wrong.length} wrong`);
process.exitCode = wrong.length ? 1 : 0;
