// Part of `brief watch`, never of a publication: brings an open page up to date, without losing the
// reader's place, and shows over it what stands in the way of the next build.
"use strict";
(() => {
  const own = document.currentScript;
  const NAME = "/-brief/watch.js";
  const PLACE = `brief-watch ${location.pathname}`;
  const QUIET = "brief-watch quiet";
  const SHEETS = 'link[rel~="stylesheet"]';

  // The build that this page shows; no other part of the page depends on it.
  let build = own.dataset.build;

  // --- The reader's place: scroll position and open details, kept over a reload. ---

  function store(key, value) {
    // A browser may have no storage to give; then the place is lost and nothing else.
    try {
      value === null ? sessionStorage.removeItem(key) : sessionStorage.setItem(key, value);
    } catch {}
  }

  function stored(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  }

  // Every `<details>` under a name that outlives an edit elsewhere: its id, or its summary's text.
  function details() {
    const seen = new Map();
    return [...document.querySelectorAll("details")].map((it) => {
      const name = it.id || it.querySelector("summary")?.textContent.trim() || "";
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return [`${name} ${count}`, it];
    });
  }

  function place() {
    return { x: scrollX, y: scrollY, open: Object.fromEntries(details().map(([name, it]) => [name, it.open])) };
  }

  function restore({ x, y, open }) {
    for (const [name, it] of details()) {
      if (name in open) it.open = open[name];
    }
    scrollTo({ left: x, top: y, behavior: "instant" });
  }

  function reload() {
    store(PLACE, JSON.stringify(place()));
    location.reload();
  }

  const before = stored(PLACE);
  if (before) {
    store(PLACE, null);
    const kept = JSON.parse(before);
    restore(kept);
    // Pictures that come later make the page longer; a reader who scrolled since is left in peace.
    const at = scrollY;
    addEventListener("load", () => scrollY === at && restore(kept), { once: true });
  }

  // --- Bringing the page up to date. ---

  // The page's source, taken apart: what can be swapped, and the rest, which must be the same.
  async function read() {
    // Where the server has gone there is nothing to read: the news come again when it is back.
    const answer = await fetch(location.pathname + location.search, { cache: "no-store" }).catch(() => null);
    const text = await answer?.text().catch(() => null);
    if (typeof text !== "string") return null;
    const page = new DOMParser().parseFromString(text, "text/html");
    const mark = page.querySelector(`script[src="${NAME}"]`);
    mark?.remove();
    const sheets = [...page.querySelectorAll(SHEETS)].map((it) => {
      const href = it.getAttribute("href");
      it.removeAttribute("href");
      return href;
    });
    const mains = page.querySelectorAll("main");
    const main = mains.length === 1 ? mains[0] : null;
    main?.replaceWith(page.createElement("main"));
    const title = page.title;
    page.title = "";
    // What only other machines read.
    page.head.querySelectorAll(`meta:not([http-equiv]), link:not(${SHEETS})`).forEach((it) => it.remove());
    const isStill = page.scripts.length === 0;
    const rest = page.documentElement.outerHTML;
    return { status: answer.status, build: mark?.dataset.build, sheets, main, title, isStill, rest };
  }

  let source = read().catch(() => null);

  // The changed assets that this page uses, as the browser knows them: with style sheets' own.
  function used(assets) {
    const paths = performance.getEntriesByType("resource").map((it) => decoded(it.name));
    return assets.filter((asset) => paths.some((path) => path.endsWith(`/${asset}`)));
  }

  function decoded(url) {
    try {
      return decodeURIComponent(new URL(url, location.href).pathname);
    } catch {
      return "";
    }
  }

  // A sheet is taken away when its successor is there, so that the page is never without.
  function swapSheets(old, hrefs, changed) {
    [...document.querySelectorAll(SHEETS)].forEach((it, index) => {
      const isChanged = changed.some((asset) => decoded(it.href).endsWith(`/${asset}`));
      const href = hrefs[index];
      if (old[index] === href && !isChanged) return;
      const next = it.cloneNode();
      next.href = isChanged ? `${href}${href.includes("?") ? "&" : "?"}${build}` : href;
      next.onload = next.onerror = () => it.remove();
      it.after(next);
    });
  }

  function texts(root) {
    const all = [];
    for (const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
      all.push(walker.currentNode);
    }
    return all;
  }

  // The same without its words.
  function skeleton(main) {
    const copy = main.cloneNode(true);
    for (const it of texts(copy)) it.data = "-";
    return copy.outerHTML;
  }

  // Where nothing but words changed: which texts of the page to change, and to what. A text that a
  // script copied or took apart is not found as often as it was written; then it is null.
  function rewording(old, next) {
    const [before, after] = [texts(old), texts(next)];
    if (skeleton(old) !== skeleton(next)) return null;
    const [becomes, written] = [new Map(), new Map()];
    for (const [i, { data }] of before.entries()) {
      if (becomes.has(data) && becomes.get(data) !== after[i].data) return null;
      becomes.set(data, after[i].data);
      written.set(data, (written.get(data) ?? 0) + 1);
    }
    const found = texts(document.querySelector("main")).filter(({ data }) => (becomes.get(data) ?? data) !== data);
    for (const { data } of found) written.set(data, written.get(data) - 1);
    const isWhole = [...becomes].every(([was, is]) => was === is || written.get(was) === 0);
    return isWhole ? found.map((it) => [it, becomes.get(it.data)]) : null;
  }

  async function update(news) {
    if (!build || news.since !== build || news.more_assets) return reload();
    const changed = used(news.assets);
    const sheets = [...document.querySelectorAll(SHEETS)];
    const isSheet = (asset) => sheets.some((it) => decoded(it.href).endsWith(`/${asset}`));
    if (!changed.every(isSheet)) return reload();
    const [old, next] = [await source, await read()];
    if (!next) return;
    if (!old || old.build !== build || next.build !== news.build) return reload();
    const isSame = old.status === next.status && old.rest === next.rest;
    if (!isSame || sheets.length !== next.sheets.length || !old.main !== !next.main) return reload();
    const isOther = old.main && old.main.outerHTML !== next.main.outerHTML;
    // A script of the page may have done something to what would be swapped; only it knows what.
    const words = isOther && !next.isStill ? rewording(old.main, next.main) : [];
    if (!words) return reload();
    build = next.build;
    source = Promise.resolve(next);
    swapSheets(old.sheets, next.sheets, changed);
    document.title = next.title;
    for (const [text, is] of words) text.data = is;
    // Whoever lays something out beside the words does it again.
    if (words.length > 0) dispatchEvent(new Event("resize"));
    if (isOther && next.isStill) {
      const kept = place();
      document.querySelector("main").replaceWith(document.importNode(next.main, true));
      restore(kept);
    }
  }

  // --- The messages, built of text alone. ---

  const host = document.createElement("brief-watch");
  const shadow = host.attachShadow({ mode: "open" });
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/-brief/watch.css";
  const errors = element("section", { class: "errors", role: "alert", hidden: "" });
  const status = element("div", { class: "status", role: "status", hidden: "" });
  shadow.append(style, errors, status);
  document.documentElement.append(host);

  function element(name, attributes, ...children) {
    const it = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) it.setAttribute(key, value);
    it.append(...children);
    return it;
  }

  function button(text, label, act) {
    const it = element("button", { type: "button", ...(label && { "aria-label": label }) }, text);
    it.addEventListener("click", act);
    return it;
  }

  const counted = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

  // As at the terminal, but for what would stand twice: the excerpt's own heading, place and help.
  function written(it) {
    const where = it.file ? [`${it.file}:${it.line}:${it.column}`] : [];
    const lines = it.rendered.startsWith(`${it.severity}[`) ? it.rendered.split("\n").slice(1) : [];
    if (/^ *--> /.test(lines[0] ?? "")) lines.shift();
    const help = it.help ? lines.findIndex((line) => /^ *= help: /.test(line)) : -1;
    if (help >= 0) lines.splice(help);
    const isBare = (line) => line !== undefined && /^[ |]*$/.test(line);
    while (isBare(lines[0])) lines.shift();
    while (isBare(lines.at(-1))) lines.pop();
    const parts = [
      element("p", { class: "place" }, ...where, element("span", {}, it.code)),
      element("h2", {}, it.message),
    ];
    if (lines.length > 0) parts.push(element("pre", { tabindex: "0" }, lines.join("\n")));
    if (it.help) parts.push(element("p", { class: "help" }, element("b", {}, "help: "), it.help));
    return element("article", { class: it.severity }, ...parts);
  }

  function list(news, severity, count) {
    const all = news.messages.filter((it) => it.severity === severity);
    const more = count > all.length ? [element("p", {}, `and ${count - all.length} more at the terminal`)] : [];
    return [...all.map(written), ...more];
  }

  // Whether the warnings are shown, from one build to the next.
  let isUnfolded = false;

  function show(news) {
    errors.hidden = news.errors === 0;
    errors.replaceChildren(
      element(
        "header",
        {},
        element("h1", {}, counted(news.errors, "error") + (build ? "; behind this is the last good page" : "")),
        button("×", "Show the page", () => (errors.hidden = true)),
      ),
      ...list(news, "error", news.errors),
    );
    const lines = [element("span", {}, `built in ${news.took_ms} ms`)];
    const below = [];
    if (news.warnings > 0) {
      const all = element("div", { class: "list" }, ...list(news, "warning", news.warnings));
      const toggle = button(counted(news.warnings, "warning"), null, () => unfold(!isUnfolded));
      toggle.className = "warnings";
      const unfold = (is) => {
        isUnfolded = is;
        all.hidden = !is;
        toggle.setAttribute("aria-expanded", is);
      };
      unfold(isUnfolded);
      lines.push(toggle);
      below.push(all);
    }
    const gone = own.dataset.gone;
    if (gone !== undefined) lines.unshift(element("strong", {}, ...farewell(gone, own.dataset.to)));
    status.classList.toggle("gone", gone !== undefined);
    say(lines, news.errors > 0 || (stored(QUIET) !== null && gone === undefined), below);
  }

  // Where the page went that is asked for and is not here.
  function farewell(gone, to) {
    if (gone === "moved") return ["This page is now at ", element("a", { href: to }, decoded(to)), "."];
    return [gone === "left" ? "This page has left the site." : "The site has no page here."];
  }

  function say(lines, isHidden, below = []) {
    const quiet = button("×", "Hide this line", () => {
      status.hidden = true;
      store(QUIET, "");
    });
    status.replaceChildren(element("header", {}, ...lines, quiet), ...below);
    status.hidden = isHidden;
  }

  document.addEventListener("keydown", (it) => {
    if (it.key === "Escape") errors.hidden = true;
  });

  // --- The news. A browser gives one server few connections: only pages that are seen take one. ---

  let events = null;

  function listen() {
    events?.close();
    events = null;
    if (document.hidden) return;
    events = new EventSource("/-brief/events");
    events.onmessage = (it) => {
      const news = JSON.parse(it.data);
      show(news);
      if (news.build !== build) update(news).catch(reload);
    };
    events.onerror = () => {
      say([element("span", {}, "`brief watch` has ended or does not answer")], false);
      if (events?.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    };
  }

  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", (it) => it.persisted && listen());
  addEventListener("pagehide", () => events?.close());
  listen();
})();
