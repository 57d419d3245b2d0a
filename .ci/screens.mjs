// Takes pictures of pages in both themes, and holds those of the comparison and of a brief beside kept ones.
//
//   screens.mjs THEME=FOLDER… [--out DIR] [--references DIR] [--update] [--only places]
//
// Eight pages at three widths, light and dark, and as they print, go to DIR (target/screens). Of a comparison and a brief, places
// that the contract of themes names are compared: the top, the matrix, a chain, the timelines, the first lesson, the
// references. A difference that nobody explained fails, and its picture is written to DIR/different; `--update` keeps what is
// there now. `--only places` leaves out the pictures for looking at.
//
// What could differ without a reason is frozen: fonts come from the site and are waited for, nothing moves, scripts have run.

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { deflateSync } from "node:zlib";
import { SUB_PATH, launch, patient, require, serve } from "./host.mjs";

const { PNG } = require("pngjs");
const pixelmatch = require("pixelmatch").default ?? require("pixelmatch");

const PAGES = ["", "japan-europe/", "minister-without-precedent/", "lessons/", "recommendations/", "sources/", "archive/", "about/"];
const WIDTHS = [390, 768, 1440];
/** What a picture shows at most, in px. */
const HIGHEST = 10000;
const COMPARED = {
  "japan-europe/": [[null, 1000], ["#view_matrix", 900], ["[id^=view_chain_]", 700], ["#view_timelines", 700], ["#lessons", 900], ["#view_references", 400]],
  "minister-without-precedent/": [[null, 1000], ["main table", 700], ["#view_references", 400]],
};
// In these views the places are compared; more would weigh more than they find.
const VIEWS = [[1440, "light"], [390, "light"], [768, "dark"]];
/** How many of a thousand pixels may differ: less than one letter of a picture. */
const TOLERATED = 0.02;

const given = { sites: [], out: "target/screens", references: ".ci/references", update: false, places: false };
for (let i = 2; i < process.argv.length; i++) {
  const it = process.argv[i];
  if (it === "--out") given.out = process.argv[++i];
  else if (it === "--references") given.references = process.argv[++i];
  else if (it === "--update") given.update = true;
  else if (it === "--only") given.places = process.argv[++i] === "places";
  else given.sites.push(it.split("="));
}

/** A picture in six steps of each colour: small to keep, and blind to what no eye would see. */
function plain(bytes) {
  const picture = PNG.sync.read(bytes);
  picture.data.forEach((value, i) => { picture.data[i] = i % 4 === 3 ? 255 : Math.round(value / 51) * 51; });
  return picture;
}

/** Such a picture as PNG with a palette, which the library reads and does not write. */
function keep({ width, height, data }) {
  const chunk = (name, body) => {
    const named = Buffer.concat([Buffer.from(name), body]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    let crc = -1;
    for (const byte of named) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(~crc >>> 0);
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.from(Array.from({ length: 216 }, (_, i) => [Math.floor(i / 36), Math.floor(i / 6) % 6, i % 6].map((it) => it * 51)).flat());
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x);
      rows[y * (width + 1) + x + 1] = (data[at] / 51) * 36 + (data[at + 1] / 51) * 6 + data[at + 2] / 51;
    }
  }
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head), chunk("PLTE", palette), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

const counts = { pictures: 0, compared: 0, kept: 0 };
const wrong = [];
const different = join(given.out, "different");
rmSync(different, { recursive: true, force: true });
const browser = await launch(["--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb"]);
const madeWith = join(given.references, "made-with.txt");
if (given.update) {
  mkdirSync(given.references, { recursive: true });
  // Of a theme that is not looked at now, what is kept stays.
  const isLookedAt = (it) => given.sites.some(([theme]) => it.startsWith(`${theme}-`));
  for (const it of readdirSync(given.references).filter(isLookedAt)) rmSync(join(given.references, it));
  writeFileSync(madeWith, `Chromium ${browser.version()}\n`);
}

async function open(origin, path, width, scheme) {
  const context = await browser.newContext({
    viewport: { width, height: width < 700 ? 844 : 1000 }, colorScheme: scheme, reducedMotion: "reduce", deviceScaleFactor: 1,
    isMobile: width < 700, hasTouch: width < 700, locale: "en-GB", timezoneId: "UTC",
  });
  const page = await context.newPage();
  await page.goto(origin + path, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  // Two frames: what the fonts moved has come to rest.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return page;
}

/** Compares a picture with the one that is kept under a name. */
function compare(name, bytes) {
  const now = plain(bytes);
  const path = join(given.references, `${name}.png`);
  if (given.update) {
    writeFileSync(path, keep(now));
    counts.kept++;
    return;
  }
  if (!existsSync(path)) {
    wrong.push(`${name}: there is no reference`);
    return;
  }
  counts.compared++;
  const before = PNG.sync.read(readFileSync(path));
  const said = [];
  if (before.width !== now.width || before.height !== now.height) said.push(`${before.width} × ${before.height} px became ${now.width} × ${now.height}`);
  else {
    const shown = new PNG({ width: now.width, height: now.height });
    const pixels = pixelmatch(before.data, now.data, shown.data, now.width, now.height, { threshold: 0.03 });
    if (pixels > (TOLERATED / 1000) * now.width * now.height) said.push(`${pixels} pixels differ`);
    if (said.length) {
      mkdirSync(different, { recursive: true });
      writeFileSync(join(different, `${name}.png`), PNG.sync.write(shown));
    }
  }
  if (said.length) {
    mkdirSync(different, { recursive: true });
    writeFileSync(join(different, `${name}.now.png`), keep(now));
    wrong.push(`${name}: ${said.join(", ")}; see ${different}`);
  }
}

for (const [theme, folder] of given.sites) {
  const server = await serve(resolve(folder), { change: patient });
  const origin = `http://127.0.0.1:${server.address().port}${SUB_PATH}`;
  if (!given.places) {
    const out = join(given.out, theme);
    mkdirSync(out, { recursive: true });
    for (const path of PAGES) {
      const name = path.replace(/\/$/, "").replaceAll("/", "-") || "home";
      for (const width of WIDTHS) {
        for (const scheme of ["light", "dark"]) {
          const page = await open(origin, path, width, scheme);
          // A page may be higher than a picture can be: what goes on is in pictures of their own.
          const whole = await page.evaluate(() => document.documentElement.scrollHeight);
          for (let y = 0; y < whole; y += HIGHEST) {
            const part = y === 0 ? "" : `-${1 + y / HIGHEST}`;
            await page.screenshot({ path: join(out, `${name}-${width}-${scheme}${part}.png`), fullPage: true, clip: { x: 0, y, width, height: Math.min(HIGHEST, whole - y) } });
            counts.pictures++;
          }
          await page.context().close();
        }
      }
      const page = await open(origin, path, 1000, "light");
      await page.pdf({ path: join(out, `${name}-print.pdf`), preferCSSPageSize: true });
      counts.pictures++;
      await page.context().close();
    }
  }
  for (const [path, places] of Object.entries(COMPARED)) {
    for (const [width, scheme] of VIEWS) {
      const page = await open(origin, path, width, scheme);
      for (const [place, height] of places) {
        const top = place === null ? 0 : await page.evaluate((it) => {
          const found = document.querySelector(it);
          return found ? Math.max(0, Math.round(found.getBoundingClientRect().top + scrollY) - 20) : null;
        }, place);
        const name = [theme, path.replace(/\/$/, ""), (place ?? "top").replace(/\W+/g, "_"), width, scheme].join("-");
        if (top === null) wrong.push(`${name}: the page has no ${place}`);
        else compare(name, await page.screenshot({ fullPage: true, animations: "disabled", clip: { x: 0, y: top, width, height } }));
      }
      await page.context().close();
    }
  }
  server.close();
}
const version = browser.version();
await browser.close();

if (!given.update && !counts.compared) wrong.push("there was nothing to compare");
for (const it of wrong) console.log(it);
const kept = existsSync(madeWith) ? readFileSync(madeWith, "utf8").trim() : "nobody knows what";
if (wrong.length && kept !== `Chromium ${version}`) console.log(`the references were made with ${kept}, this is Chromium ${version}: letters may be drawn otherwise`);
console.log(`screens: ${counts.pictures} pictures in ${given.out}, ${counts.kept} references kept, ${counts.compared} compared; ${wrong.length} wrong`);
process.exitCode = wrong.length ? 1 : 0;
