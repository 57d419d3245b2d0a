// Small helps for reading; every page is complete without them.
const all = (what, where = document) => [...where.querySelectorAll(what)];
const one = (what) => document.querySelector(what);
const make = (tag, className, textContent) => Object.assign(document.createElement(tag), { className, textContent });
const on = (what, work, where = window, how) => where.addEventListener(what, work, how);
const soon = (work) => {
  let due;
  return () => { due ??= requestAnimationFrame(() => { due = null; work(); }); };
};

// Links name folders. On a disk a folder shows its listing: there, and only there, its page is named.
if (location.protocol === "file:") {
  for (const it of all("a[href]")) if (it.protocol === "file:" && it.pathname.endsWith("/")) it.pathname += "index.html";
}

// Light or dark; scheme.js sets what was chosen before the page is drawn.
const scheme = one(".scheme");
if (scheme) {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  on("click", () => {
    const now = root.dataset.scheme ?? (system.matches ? "dark" : "light");
    root.dataset.scheme = now === "dark" ? "light" : "dark";
    try { localStorage.setItem("scheme", root.dataset.scheme); } catch { /* then it is forgotten */ }
  }, scheme);
}

// What is folded opens for print, and when a link leads into it.
let opened = [];
on("beforeprint", () => {
  opened = all("details:not([open])");
  for (const it of opened) it.open = true;
});
on("afterprint", () => { for (const it of opened) it.open = false; });
function arrive() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let it = place; it; it = it.parentElement) {
    if (it.tagName === "DETAILS" && !it.open) { it.open = true; place.scrollIntoView(); }
  }
}
on("hashchange", arrive);
arrive();

// Grids and cards are tables still, also to browsers that forget it.
const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
for (const it of all(".view :is(table, thead, tbody, tfoot, tr, th, td)")) {
  it.role = roles[it.tagName] ?? (it.scope === "row" ? "rowheader" : "columnheader");
}

// A button copies the reference, a sign the address of its place.
const reference = one("#cite_text");
if (navigator.clipboard) {
  const copy = (it, words) => navigator.clipboard.writeText(words).then(() => {
    it.was ??= it.textContent;
    it.textContent = document.body.dataset.copied;
    setTimeout(() => { it.textContent = it.was; }, 2000);
  }, () => {});
  if (reference) {
    const button = make("button", "copy", reference.dataset.copy);
    button.ariaLive = "polite";
    on("click", () => copy(button, reference.textContent.trim()), button);
    reference.after(button);
  }
  for (const it of all("a.here")) on("click", () => copy(it, it.href), it);
}

// A filter for long lists; the pages of a list are fetched once, when somebody begins to type.
const filter = one(".filter input");
if (filter) {
  const list = one(".source-list");
  const rest = list && all(".pagination a:not([rel]):not([aria-current])").map((it) => it.href);
  async function gather(url) {
    const page = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
    return all(".source-list > li", page).map((li) => {
      li.removeAttribute("id");
      for (const a of all("a", li)) a.href = new URL(a.getAttribute("href"), url);
      return li;
    });
  }
  on("input", async () => {
    if (rest?.length) {
      const more = await Promise.all(rest.splice(0).map(gather)).catch(() => []);
      list.append(...more.flat());
      one(".pagination").hidden = more.length;
    }
    const words = filter.value.toLowerCase().split(/\s+/);
    const items = all(".source-list > li, .ledger-list > li");
    for (const it of items) {
      const head = it.closest(".ledger")?.firstElementChild.textContent ?? "";
      const text = (head + it.textContent).toLowerCase();
      it.hidden = words.some((word) => !text.includes(word));
    }
    for (const it of all(".ledger")) it.hidden = !it.querySelector("li:not([hidden])");
    one(".filter output").textContent = `${items.filter((it) => !it.hidden).length} / ${items.length}`;
  }, filter);
}

// Notes stand in the margin where there is one, and open in place where there is none.
const marks = all("main .note-ref > a[href^='#note_']");
function copyNote(mark, kind) {
  const note = document.getElementById(mark.hash.slice(1));
  if (!note) return null;
  const box = make("span", kind, "");
  box.role = "note";
  box.append(make("b", "", mark.textContent + " "), ...note.cloneNode(true).childNodes);
  for (const it of all(".backlink", box)) it.remove();
  for (const it of all("[id]", box)) it.removeAttribute("id");
  // Of an address, the host is enough here.
  for (const it of all("a[href^='http']", box)) {
    if (/^https?:/.test(it.textContent)) it.textContent = it.hostname.replace(/^www\./, "");
  }
  return box;
}
const margin = matchMedia("(min-width: 68.75rem)");
const beside = [];
function fill() {
  if (beside.length || !margin.matches) return;
  for (const mark of marks) {
    const column = mark.closest(".parts > .prose, .comparison-page > .prose");
    if (!column || mark.closest("table") || beside.some((it) => it.mark.hash === mark.hash)) continue;
    const box = copyNote(mark, "side-note");
    if (!box) continue;
    // After the block of the mark and its notes; a heading keeps to what it heads.
    let block = mark;
    while (block.parentElement !== column) block = block.parentElement;
    if (/^H[2-6]$/.test(block.tagName)) block = block.nextElementSibling ?? block;
    while (block.nextElementSibling?.classList.contains("side-note")) block = block.nextElementSibling;
    // What is too long leads to the whole.
    const whole = make("a", "side-whole", "… ↓");
    whole.href = mark.hash;
    whole.ariaLabel = `${one("#notes_title")?.textContent ?? ""} ${mark.textContent}`;
    box.append(whole);
    block.after(box);
    const it = { mark, box, column, chosen: false };
    on("focusin", (event) => { if (event.target !== whole) choose(it, true); }, box);
    beside.push(it);
  }
}
function choose(chosen, on) {
  for (const it of beside) it.box.classList.toggle("chosen", it.chosen = it === chosen && on);
  arrange();
}
const GAP = 10;
const SLACK = 24;
function arrange() {
  fill();
  for (const it of beside) it.column.style.minBlockSize = "";
  if (!margin.matches) return;
  for (const { box, chosen } of beside) {
    box.classList.remove("long");
    box.classList.toggle("long", !chosen && box.scrollHeight > box.clientHeight + 2);
  }
  for (const column of new Set(beside.map((it) => it.column))) place(column, beside.filter((it) => it.column === column));
}
function place(column, here) {
  const area = column.getBoundingClientRect();
  const heights = here.map((it) => it.box.offsetHeight + GAP);
  // A note stands beside its mark, or below the one before it.
  let end = 0;
  let tops = here.map((it, i) => {
    const top = Math.max(it.mark.getBoundingClientRect().top - area.top - 2, end);
    end = top + heights[i];
    return top;
  });
  // None stands below its text: the last move up, or the text makes room.
  let limit = area.height + SLACK + GAP;
  for (let i = tops.length - 1; i >= 0 && tops[i] + heights[i] > limit; i--) limit = tops[i] = limit - heights[i];
  if (tops[0] < 0) {
    end = 0;
    tops = heights.map((height) => (end += height) - height);
    column.style.minBlockSize = `${end - GAP - SLACK}px`;
  }
  here.forEach((it, i) => { it.box.style.top = `${tops[i]}px`; });
}
const later = soon(arrange);
if (marks.length) {
  arrange();
  for (const it of ["resize", "load"]) on(it, later);
  on("toggle", later, document, true);
  document.fonts.ready.then(later);
}
let shown = [];
function fold(it) {
  it.box.remove();
  it.mark.ariaExpanded = false;
  shown = shown.filter((other) => other !== it);
}
function unfold(mark) {
  const box = copyNote(mark, "note-open");
  if (!box) return false;
  // Below the line of its mark, after all marks that stand together; a heading stays whole.
  let after = mark.closest("h1, h2, h3, h4, h5, h6, [role='heading']") ?? mark.parentElement;
  while (after.tagName === "SUP" && after.nextSibling?.tagName === "SUP") after = after.nextSibling;
  // One at a place.
  shown.filter((it) => it.box === after.nextElementSibling).forEach(fold);
  after.after(box);
  mark.ariaExpanded = true;
  return shown.push({ mark, box });
}
on("click", (event) => {
  const mark = event.target.closest?.(".note-ref > a[href^='#note_']");
  if (!mark || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const there = margin.matches && beside.find((it) => it.mark === mark);
  const its = shown.find((it) => it.mark === mark);
  if (there) choose(there, !there.chosen);
  else if (its) fold(its);
  else if (!unfold(mark)) return;
  event.preventDefault();
  later();
});
on("keydown", (event) => {
  const it = event.key === "Escape" && shown.find(({ mark, box }) => mark === event.target || box.contains(event.target));
  if (!it) return;
  it.mark.focus();
  fold(it);
  later();
});

// One mark moves along the contents with the reader.
const places = all(".with-contents > .contents a[href^='#']")
  .map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]).filter((it) => it[0]);
const follow = () => {
  const now = places.findLast((it) => it[0].getBoundingClientRect().top < innerHeight * 0.3);
  for (const it of places) it[1].ariaCurrent = it === now ? "location" : null;
};
if (places.length) {
  on("scroll", soon(follow));
  follow();
}
