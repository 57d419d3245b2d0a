// Small helps; every page is whole without them.
const every = (what) => [...document.querySelectorAll(what)];

// On a disk a link to a folder names its page.
if (location.protocol === "file:") {
  for (const a of every("a[href]")) if (a.protocol === "file:" && a.pathname.endsWith("/")) a.pathname += "index.html";
}

// Tables stay tables for those who hear them, however they are laid out.
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
for (const it of every(".grid, .grid :is(thead, tbody, tr, th, td)")) {
  it.role = ROLES[it.tagName] ?? (it.scope === "row" ? "rowheader" : "columnheader");
}

// Light or dark.
const html = document.documentElement;
document.querySelector(".scheme").addEventListener("click", () => {
  const now = html.dataset.scheme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  html.dataset.scheme = now === "dark" ? "light" : "dark";
  try { localStorage.scheme = html.dataset.scheme; } catch { /* forbidden */ }
});

// Everything is unfolded for print, and for a link that leads into it.
addEventListener("beforeprint", () => { for (const it of every("details")) it.open = true; });
const arrive = () => {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = place?.closest("details:not([open])");
  if (folded) { folded.open = true; place.scrollIntoView(); }
};
addEventListener("hashchange", arrive);
arrive();

// The reference, and the address of a place, to take along.
if (navigator.clipboard) {
  const take = (it, words) => navigator.clipboard.writeText(words).then(() => {
    it.was ??= it.textContent;
    it.textContent = document.body.dataset.copied;
    setTimeout(() => { it.textContent = it.was; }, 2000);
  }, () => {});
  for (const it of every("#cite_text")) {
    const button = document.createElement("button");
    button.className = "copy";
    button.textContent = it.dataset.copy;
    button.ariaLive = "polite";
    button.addEventListener("click", () => take(button, it.textContent.trim()));
    it.after(button);
  }
  for (const it of every("a.place")) it.addEventListener("click", () => take(it, it.href));
}

// Finding in a list.
const words = document.querySelector(".filter input");
words?.addEventListener("input", () => {
  const wanted = words.value.toLowerCase().split(/\s+/);
  const all = every(".findable");
  for (const it of all) {
    const text = ((it.closest(".sheet")?.firstElementChild.textContent ?? "") + it.textContent).toLowerCase();
    it.hidden = wanted.some((word) => !text.includes(word));
  }
  for (const it of every(".sheet:has(.findable)")) it.hidden = !it.querySelector(".findable:not([hidden])");
  document.querySelector(".filter output").textContent = `${all.filter((it) => !it.hidden).length} / ${all.length}`;
});
