// `brief watch` in a real browser, over a copy of this repository's own publication: saving, breaking,
// mending, renaming, deleting, two tabs, a server that goes and comes back, drafts, other sites' pages.
//
//   watch.mjs BRIEF [--cycles N] [--screens DIR]
//
// BRIEF is the program. Needs playwright-core and axe-core (NODE_TOOLS names the folder that holds
// node_modules) and Chromium (CHROMIUM, else /usr/bin/chromium). Nothing is proved by waiting a while: each step
// waits for what must come, and gives up after a minute. Ends with 1 if anything is wrong.

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(join(resolve(process.env.NODE_TOOLS ?? "."), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const PATIENCE = 60_000; // Milliseconds until a step counts as hanging.
const top = join(dirname(fileURLToPath(import.meta.url)), "..");
const given = { brief: null, cycles: 10, screens: null };
for (let i = 2; i < process.argv.length; i++) {
  if (process.argv[i] === "--cycles") given.cycles = Number(process.argv[++i]);
  else if (process.argv[i] === "--screens") given.screens = process.argv[++i];
  else given.brief = resolve(process.argv[i]);
}
if (!given.brief || !(given.cycles > 0)) throw new Error("say which program, and a number of cycles above 0");

// --- What is counted and said ---------------------------------------------------------------------

const wrong = [];
const counts = { steps: 0, checks: 0, "error-and-mend cycles": 0, pictures: 0, "axe runs": 0, "attempts of other sites": 0 };
let step = "start";
const begin = (words) => { step = words; counts.steps++; console.log(`- ${words}`); };
const say = (words) => { wrong.push(step); console.log(`${step}: ${words}`); };
const check = (what, is, seen) => { counts.checks++; if (!is) say(`not so: ${what}${seen === undefined ? "" : `; seen: ${JSON.stringify(seen)}`}`); };

/** Waits until `ask` gives something; a page that is just loading is asked again. */
async function until(what, ask) {
  const start = Date.now();
  for (let last = null; ; ) {
    try {
      last = await ask();
      if (last) { counts.checks++; return last; }
    } catch (error) {
      if (!/context was destroyed|navigat|ECONNREFUSED|fetch failed/i.test(error.message)) throw error;
    }
    if (Date.now() - start > PATIENCE) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

// --- The site, and the program over it -------------------------------------------------------------

const site = mkdtempSync(join(tmpdir(), "brief-watch-"));
for (const it of ["brief.toml", "briefings", "themes"]) cpSync(join(top, it), join(site, it), { recursive: true });
const read = (path) => readFileSync(join(site, path), "utf8");
const write = (path, text) => writeFileSync(join(site, path), text);
/** Changes a file; what is to be changed must be there once. Gives what undoes it. */
function edit(path, from, to) {
  const text = read(path);
  if (text.split(from).length !== 2) throw new Error(`“${from}” is not once in ${path}`);
  write(path, text.replace(from, () => to));
  return () => write(path, text);
}

let program = null;
let said = "";
/** Starts the program and gives the address that it names. */
async function start(...more) {
  said = "";
  const child = spawn(given.brief, ["watch", "--root", site, ...more], { stdio: ["ignore", "ignore", "pipe"] });
  program = child;
  child.stderr.on("data", (it) => { said += it; });
  const url = await until("the program's first line", async () => said.match(/open (http:\/\/\S+)/)?.[1]);
  await until("the first page", async () => (await fetch(url)).status === 200);
  return url;
}
async function stop() {
  if (!program || program.exitCode !== null) return;
  const gone = new Promise((done) => program.once("exit", done));
  program.kill();
  await gone;
}

// --- The browser -----------------------------------------------------------------------------------

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    // A name of somebody else's that has come to mean this machine.
    "--host-resolver-rules=MAP evil.test 127.0.0.1"],
});

/** A tab at a page, with a mark that a reload would wipe out. */
async function open(url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", ...options });
  await context.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (it) => window.violations.push(`${it.violatedDirective} ${it.blockedURI}`));
  });
  const page = await context.newPage();
  page.on("pageerror", (it) => say(`script: ${it.message}`));
  await page.goto(url, { waitUntil: "load" });
  await until("the status line", async () => (await look(page)).status);
  await mark(page);
  return page;
}

const mark = (page) => page.evaluate(() => { window.mark = true; });

/** What stands on a page, and over it. */
const look = (page) => page.evaluate(() => {
  const shadow = document.querySelector("brief-watch")?.shadowRoot;
  const shown = (name) => { const it = shadow?.querySelector(name); return it && !it.hidden ? it.innerText : null; };
  return {
    errors: shown(".errors"), status: shown(".status"), text: document.querySelector("main")?.textContent ?? "",
    title: document.title, isWhole: document.readyState === "complete" && shown(".status") !== null, isSame: window.mark === true, y: Math.round(scrollY), violations: window.violations,
    open: [...document.querySelectorAll("details")].flatMap((it, i) => (it.open ? [i] : [])), path: location.pathname,
    at: Math.round(document.querySelectorAll("details")[3]?.getBoundingClientRect().top ?? 0),
  };
});
const sees = (page, words) => until(`“${words}” on the page`, async () => (await look(page)).text.includes(words));
const hears = (page, ...words) => until(`“${words.join("”, “")}” over the page`, async () => {
  const { errors } = await look(page);
  return errors && words.every((it) => errors.includes(it)) ? errors : null;
});
const clears = (page) => until("the message to clear", async () => {
  const { errors, status } = await look(page);
  return errors === null && status?.includes("built in");
});

async function picture(page, name) {
  if (!given.screens) return;
  mkdirSync(given.screens, { recursive: true });
  await page.screenshot({ path: join(given.screens, `${name}.png`) });
  counts.pictures++;
}

// --- The steps -------------------------------------------------------------------------------------

const COMPARISON = "briefings/japan-europe/index.md";
const BRIEF = "briefings/passing.md";
const passing = (more) => `---\ntitle: Passing through\ndate: 2026-11-20\nkind: brief\n${more}---\n\nA page that will not stay.\n`;
const SENTENCE = "Specialists doubted it, and the hope outlived the doubt.";

async function saving(home) {
  begin("words change without a reload");
  const page = await open(`${home}japan-europe/`);
  await page.evaluate(() => {
    const all = [...document.querySelectorAll("details")];
    all[3].open = true;
    all[3].scrollIntoView({ block: "start", behavior: "instant" });
  });
  const before = await look(page);
  check("it is scrolled, and one is open", before.y > 500 && before.open.includes(3), [before.y, before.open]);
  const kept = async (isSame) => {
    await until("the page to be whole", async () => (await look(page)).isWhole);
    const now = await look(page);
    check(isSame ? "it was not loaded anew" : "it was loaded anew", now.isSame === isSame);
    // A page that stays may become longer above (a font that was late for the first sheet is there for its successor): what
    // is read has to stay where it was on the screen.
    const [was, is] = isSame ? [before.at, now.at] : [before.y, now.y];
    check("the reader's place stayed", Math.abs(is - was) < 40, [was, is]);
    check("what was open is open", JSON.stringify(now.open) === JSON.stringify(before.open), [before.open, now.open]);
  };
  let undo = edit(COMPARISON, SENTENCE, "Specialists doubted it, and the hope outlived the doubt by years.");
  await sees(page, "outlived the doubt by years.");
  await kept(true);
  undo();
  await until("the old words", async () => !(await look(page)).text.includes("by years."));
  await kept(true);

  begin("a new paragraph, with the place kept");
  undo = edit(COMPARISON, SENTENCE, `${SENTENCE}\n\nA paragraph that was not here before[^new].\n\n[^new]: A note beside it.`);
  await sees(page, "not here before");
  await kept(false);
  await mark(page);
  undo();
  await until("the old text", async () => !(await look(page)).text.includes("not here before"));
  await kept(false);
  await mark(page);

  begin("a style sheet is swapped without a reload");
  const outline = () => page.evaluate(() => [getComputedStyle(document.body).outlineWidth, document.styleSheets.length]);
  const sheets = (await outline())[1];
  const css = "themes/default/assets/theme.css";
  const sheet = read(css);
  write(css, `${sheet}\nbody { outline: 7px solid teal; }\n`);
  await until("the new style", async () => (await outline())[0] === "7px");
  await kept(true);
  await until("the old sheet to go", async () => (await outline())[1] === sheets);
  write(css, sheet);
  await until("the old style", async () => (await outline())[0] !== "7px");
  await kept(true);
  await page.context().close();

  begin("a template, and a mistake in one");
  const about = await open(`${home}about/`);
  const base = "themes/default/templates/base.html";
  undo = edit(base, "<main", '<p id="fresh">from the template</p><main');
  await until("the element", () => about.evaluate(() => document.getElementById("fresh") !== null));
  undo();
  await until("the element to go", () => about.evaluate(() => document.getElementById("fresh") === null));
  undo = edit(base, "<main", "{% if %}<main");
  await hears(about, "base.html:", "{% if %}");
  undo();
  await clears(about);
  check("nothing was against the policy", (await look(about)).violations.length === 0, (await look(about)).violations);

  begin("two tabs");
  const other = await open(`${home}about/`);
  const index = await open(home);
  undo = edit("briefings/about.md", "---\n\n", "---\n\nSeen in both tabs. ");
  await Promise.all([sees(about, "Seen in both tabs."), sees(other, "Seen in both tabs.")]);
  undo();
  edit("brief.toml", 'title = "Facing Pages"', 'title = "Facing Others"');
  await Promise.all([about, other, index].map((it) => until("the new title", async () => (await look(it)).title.includes("Facing Others"))));
  edit("brief.toml", 'title = "Facing Others"', 'title = "Facing Pages"');
  for (const it of [about, other, index]) {
    await until("the old title", async () => (await look(it)).title.includes("Facing Pages"));
    await it.context().close();
  }
}

/** Ways to break a site: where, what, and what must then be said. */
const BREAKS = [
  [COMPARISON, "kind: comparison", "kind: [comparison", [`${COMPARISON}:`, "kind: [comparison"]],
  [COMPARISON, "date: 2026-11-20", "date: 2026-13-20", [`${COMPARISON}:`, "2026-13-20", "^"]],
  [COMPARISON, SENTENCE, `${SENTENCE} Says nobody [@nobody1999].`, [`${COMPARISON}:`, "nobody1999"]],
  [COMPARISON, SENTENCE, `${SENTENCE} See [there](nowhere.md).`, [`${COMPARISON}:`, "nowhere.md"]],
  ["briefings/about.md", "title:", "titel:", ["briefings/about.md:2:1", "titel"]],
  ["brief.toml", 'language = "en-GB"', 'language = "en-GB', ["brief.toml:", "language"]],
];

async function breaking(home) {
  begin(`broken and mended, ${given.cycles} times`);
  const page = await open(`${home}japan-europe/`);
  await page.evaluate(() => scrollTo({ top: 900, behavior: "instant" }));
  const before = await look(page);
  for (let cycle = 0; cycle < given.cycles; cycle++) {
    const [path, from, to, words] = BREAKS[cycle % BREAKS.length];
    const mend = edit(path, from, to);
    const errors = await hears(page, ...words);
    const behind = await look(page);
    check("it says how many, and that the page is the last good one", /^\d+ errors?; .*last good page/.test(errors), errors);
    check("the last good page is behind it, as it was", behind.isSame && behind.text === before.text && behind.y === before.y, [before.y, behind.y]);
    mend();
    await clears(page);
    const after = await look(page);
    check("the page is as it was", after.text === before.text && Math.abs(after.y - before.y) < 2, [before.y, after.y]);
    await mark(page);
    counts["error-and-mend cycles"]++;
  }
  await page.context().close();
}

async function going(home) {
  begin("a page whose address changes says where it is");
  write(BRIEF, passing(""));
  const at = `${home}passing/`;
  await until("the new page", async () => (await fetch(at)).status === 200);
  const page = await open(at);
  write(BRIEF, passing("slug: passed\n"));
  await until("word of the new address", async () => (await look(page)).status?.includes("This page is now at"));
  await picture(page, "moved-1440-light");
  await page.locator("brief-watch a").click();
  await sees(page, "will not stay");
  check("the link leads there", (await look(page)).path.endsWith("/passed/"), (await look(page)).path);
  renameSync(join(site, BRIEF), join(site, "briefings/away.md"));
  write("briefings/away.md", passing(""));
  await until("word of the renamed file", async () => (await look(page)).status?.includes("/away/"));
  await page.locator("brief-watch a").click();
  await sees(page, "will not stay");

  begin("a page that is deleted says so, and comes back");
  rmSync(join(site, "briefings/away.md"));
  await until("word that it left", async () => (await look(page)).status?.includes("This page has left the site."));
  write("briefings/away.md", passing(""));
  await sees(page, "will not stay");
  rmSync(join(site, "briefings/away.md"));
  await until("word that it left", async () => (await look(page)).status?.includes("This page has left the site."));
  const never = await open(`${home}never/`);
  check("a page that never was", (await look(never)).status.includes("The site has no page here."), (await look(never)).status);
  await never.context().close();
  await page.context().close();
}

async function returning(home) {
  begin("the server goes and comes back");
  const page = await open(`${home}about/`);
  await stop();
  await until("word that it ended", async () => (await look(page)).status?.includes("has ended"));
  const undo = edit("briefings/about.md", "---\n\n", "---\n\nWritten while nobody served. ");
  const again = await start("--port", new URL(home).port);
  check("it is at the same address", again === home, again);
  await sees(page, "Written while nobody served.");
  undo();
  await until("the old text", async () => !(await look(page)).text.includes("nobody served"));
  await clears(page);
  await page.context().close();
}

async function marking(home) {
  begin("a draft is marked, and is not there as published");
  const hasMark = (page) => page.locator("aside.mark").count();
  write(BRIEF, passing("status: draft\n"));
  await until("the draft", async () => (await fetch(`${home}passing/`)).status === 200);
  const page = await open(`${home}passing/`);
  check("a draft says so", /draft/i.test(await page.locator("aside.mark").innerText()));
  await picture(page, "draft-1440-light");
  write(BRIEF, passing("embargo: 2999-12-01T06:00[Europe/Tallinn]\n"));
  await until("the embargo", async () => /2999/.test(await page.locator("aside.mark").innerText()));
  await page.goto(`${home}about/`);
  check("others are not marked", await hasMark(page) === 0);
  const port = new URL(home).port;
  await stop();
  await start("--port", port, "--as-published");
  check("the embargoed page is not there", (await fetch(`${home}passing/`)).status === 404);
  write(BRIEF, passing("status: draft\n"));
  await page.goto(home);
  await until("the status line", async () => (await look(page)).status);
  for (const path of ["", "archive/", "topics/", "japan-europe/", "about/"]) {
    await page.goto(`${home}${path}`);
    check("nothing is marked as published", await hasMark(page) === 0 && !(await look(page)).text.includes("Passing through"), path);
  }
  check("the draft is not there", (await fetch(`${home}passing/`)).status === 404);
  await page.context().close();
  await stop();
  rmSync(join(site, BRIEF));
  await start("--port", port);
}

/** Pages of other sites, in the same browser, that want what is shown here. */
async function others(home) {
  begin("other sites' pages get nothing");
  const port = new URL(home).port;
  const server = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end("<!doctype html><title>other</title><p>another site</p>");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const context = await browser.newContext();
  for (const origin of [`http://localhost:${server.address().port}`, `http://evil.test:${server.address().port}`]) {
    for (const target of [home, `http://127.0.0.1:${port}/`, `http://evil.test:${port}/`]) {
      const page = await context.newPage();
      await page.goto(origin);
      const got = await page.evaluate(async (target) => {
        const url = new URL("about/", target).href;
        const events = new URL("/-brief/events", target).href;
        const script = new URL("/-brief/watch.js", target).href;
        const tried = {};
        const text = async (name, options) => {
          tried[name] = await fetch(url, options).then((it) => it.text(), () => "");
        };
        await text("fetch", {});
        await text("fetch without CORS", { mode: "no-cors" });
        await text("fetch with a body", { method: "POST", body: "x", mode: "no-cors" });
        tried.script = await new Promise((done) => {
          const it = document.createElement("script");
          it.src = script;
          it.onload = () => done("loaded");
          it.onerror = () => done("");
          document.head.append(it);
        });
        tried.events = await new Promise((done) => {
          const it = new EventSource(events);
          it.onopen = () => done("opened");
          it.onmessage = (it) => done(it.data);
          it.onerror = () => { it.close(); done(""); };
        });
        tried.socket = await new Promise((done) => {
          const it = new WebSocket(events.replace("http", "ws"));
          it.onopen = () => done("opened");
          it.onerror = () => done("");
        });
        tried.frame = await new Promise((done) => {
          const it = document.createElement("iframe");
          it.src = url;
          it.onload = () => {
            try { done(it.contentDocument?.body?.innerText ?? ""); } catch { done(""); }
          };
          document.body.append(it);
        });
        return tried;
      }, target);
      for (const [how, what] of Object.entries(got)) {
        counts["attempts of other sites"]++;
        check(`${origin} gets nothing of ${target} by ${how}`, what === "", what.slice(0, 80));
      }
      const frames = page.frames().slice(1);
      for (const it of frames) check("a frame shows nothing of the site", !/Facing Pages/.test(await it.evaluate(() => document.documentElement.innerText).catch(() => "")));
      await page.close();
    }
  }
  // A name that has come to mean this machine, typed or linked to: the page is that name's own.
  const rebound = await context.newPage();
  const answer = await rebound.goto(`http://evil.test:${port}/about/`);
  counts["attempts of other sites"]++;
  check("another name gets nothing", answer.status() === 403 && !(await rebound.content()).includes("Facing Pages"), answer.status());
  await context.close();
  server.close();
}

/** What an author sees, for a look by eye; never wider than the window, and accessible. */
async function pictures(home) {
  begin("messages and status at two widths, light and dark");
  const accessible = async (page, what) => {
    await page.evaluate(axe);
    const result = await page.evaluate(() => window.axe.run("brief-watch", { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } }));
    counts["axe runs"]++;
    check("axe has rules for it", result.passes.length > 3, result.passes.length);
    check(`${what} is accessible`, result.violations.length === 0, result.violations.map((it) => `${it.id}: ${it.nodes[0].target} ${it.nodes[0].failureSummary}`));
  };
  const narrow = async (page, what) => {
    const [inside, scroll] = await page.evaluate(() => {
      const shadow = document.querySelector("brief-watch").shadowRoot;
      const right = [...shadow.querySelectorAll(".errors, .status")].map((it) => it.getBoundingClientRect().right);
      return [innerWidth, Math.max(document.documentElement.scrollWidth, ...right)];
    });
    check(`${what} is no wider than the window`, scroll <= inside, [inside, scroll]);
  };
  const undoWarning = edit("briefings/about.md", "---\n\n", "---\n\n[Somewhere](https://example.org/briefings/nowhere/) is an absolute link. ");
  for (const width of [390, 1440]) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await open(`${home}japan-europe/`, {
        viewport: { width, height: width < 700 ? 844 : 900 }, colorScheme, isMobile: width < 700, hasTouch: width < 700,
      });
      const name = `${width}-${colorScheme}`;
      await until("the warning", async () => (await look(page)).status?.includes("1 warning"));
      await narrow(page, "the status");
      await picture(page, `status-${name}`);
      await page.locator("brief-watch .warnings").click();
      await narrow(page, "the warning");
      await picture(page, `warning-${name}`);
      await accessible(page, "the warning");
      const undo = edit(COMPARISON, "date: 2026-11-20", "date: 2026-13-20");
      await hears(page, "2026-13-20");
      await narrow(page, "the message");
      await picture(page, `error-${name}`);
      await accessible(page, "the message");
      undo();
      await clears(page);
      await page.goto(`${home}never/`);
      await until("the status line", async () => (await look(page)).status?.includes("no page here"));
      await narrow(page, "word of a page that is missing");
      await picture(page, `missing-${name}`);
      await accessible(page, "word of a page that is missing");
      await page.context().close();
    }
  }
  undoWarning();
}

try {
  const home = await start("--port", "0");
  await saving(home);
  await breaking(home);
  await going(home);
  await returning(home);
  await marking(home);
  await others(home);
  await pictures(home);
} catch (error) {
  say(`gave up: ${error.message.split("\n")[0]}; the program said:\n${said.slice(-2000)}`);
} finally {
  await browser.close();
  await stop();
  rmSync(site, { recursive: true, force: true });
}
if (!given.screens) delete counts.pictures;
for (const [what, count] of Object.entries(counts)) if (count === 0) say(`there were no ${what}`);
if (counts["error-and-mend cycles"] !== given.cycles) say(`${counts["error-and-mend cycles"]} of ${given.cycles} cycles`);
console.log(`watch in the browser: ${Object.entries(counts).map(([what, count]) => `${count} ${what}`).join(", ")}; ${wrong.length} wrong`);
process.exitCode = wrong.length ? 1 : 0;
