// Small helps for reading; every page is complete without them.
(function () {
  "use strict";

  // What is folded away opens for print, and when a link leads into it.
  var opened = [];
  addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not([open])").forEach(function (it) {
      it.open = true;
      opened.push(it);
    });
  });
  addEventListener("afterprint", function () {
    opened.forEach(function (it) { it.open = false; });
    opened = [];
  });
  function arrive() {
    var id = decodeURIComponent(location.hash.slice(1));
    var place = id && document.getElementById(id);
    for (var it = place; it; it = it.parentElement) {
      if (it.tagName === "DETAILS" && !it.open) { it.open = true; place.scrollIntoView(); }
    }
  }
  addEventListener("hashchange", arrive);
  arrive();

  // Grids and cards are tables still: say so to browsers that forget it when
  // the display changes.
  var roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
  document.querySelectorAll(".view table").forEach(function (table) {
    [table].concat([].slice.call(table.querySelectorAll("thead, tbody, tfoot, tr, th, td"))).forEach(function (it) {
      it.setAttribute("role", roles[it.tagName] || (it.scope === "row" ? "rowheader" : "columnheader"));
    });
  });

  // How to cite: a button copies what stands beside it. Where a page may not write to the
  // clipboard (from the disk, without a secure connection) there is none; the text can be selected.
  var reference = document.getElementById("cite_text");
  if (reference && navigator.clipboard && navigator.clipboard.writeText) {
    var copy = document.createElement("button");
    copy.type = "button";
    copy.className = "copy";
    copy.textContent = reference.dataset.copy;
    // A change of the words is told to those who do not see it.
    copy.setAttribute("aria-live", "polite");
    copy.addEventListener("click", function () {
      navigator.clipboard.writeText(reference.textContent.trim()).then(function () {
        copy.textContent = reference.dataset.copied;
        setTimeout(function () { copy.textContent = reference.dataset.copy; }, 2000);
      }, function () { getSelection().selectAllChildren(reference); });
    });
    reference.parentNode.insertBefore(copy, reference.nextSibling);
  }

  // One mark moves along the contents with the reader.
  var links = document.querySelectorAll(".with-contents > .contents a[href^='#']");
  if (!links.length || !("IntersectionObserver" in window)) return;
  var places = [];
  links.forEach(function (link) {
    var place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (place) places.push([place, link]);
  });
  var due = false;
  function follow() {
    due = false;
    var now = null;
    places.forEach(function (pair) {
      if (pair[0].getBoundingClientRect().top < innerHeight * 0.3) now = pair[1];
    });
    links.forEach(function (link) {
      if (link === now) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  }
  addEventListener("scroll", function () {
    if (!due) { due = true; requestAnimationFrame(follow); }
  }, { passive: true });
  follow();
})();
