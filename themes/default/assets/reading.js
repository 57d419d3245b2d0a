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
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = reference.dataset.copy;
    // A change of the words is told to those who do not see it.
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(reference.textContent.trim()).then(function () {
        button.textContent = reference.dataset.copied;
        setTimeout(function () { button.textContent = reference.dataset.copy; }, 2000);
      }, function () { getSelection().selectAllChildren(reference); });
    });
    reference.parentNode.insertBefore(button, reference.nextSibling);
  }

  // Notes stand in the margin where there is one, and open in place where there is none. At the end
  // they stand always.
  var marks = [].slice.call(document.querySelectorAll("main .note-ref > a[href^='#note_']"));
  function copy(mark, kind) {
    var note = document.getElementById(mark.hash.slice(1));
    if (!note) return null;
    var box = document.createElement("span");
    box.className = kind;
    box.setAttribute("role", "note");
    var number = document.createElement("b");
    number.textContent = mark.textContent + " ";
    box.appendChild(number);
    [].slice.call(note.childNodes).forEach(function (it) {
      if (!(it.classList && it.classList.contains("backlink"))) box.appendChild(it.cloneNode(true));
    });
    [].slice.call(box.querySelectorAll("[id]")).forEach(function (it) { it.removeAttribute("id"); });
    return box;
  }
  var margin = matchMedia("(min-width: 1100px)");
  var beside = [];
  marks.forEach(function (mark) {
    var column = mark.closest(".parts > .prose, .comparison-page > .prose");
    var seen = beside.some(function (it) { return it.mark.hash === mark.hash; });
    if (!column || seen || mark.closest("table")) return;
    var box = copy(mark, "side-note");
    if (!box) return;
    var block = mark;
    while (block.parentElement !== column) block = block.parentElement;
    column.insertBefore(box, block.nextSibling);
    beside.push({ mark: mark, box: box });
  });
  function arrange() {
    if (!margin.matches) return;
    // A note stands beside its mark, or below the one before it.
    var end = -Infinity;
    beside.forEach(function (it) {
      var column = it.box.parentElement.getBoundingClientRect();
      var top = Math.max(it.mark.getBoundingClientRect().top - 2, end);
      it.box.style.top = (top - column.top) + "px";
      end = top + it.box.offsetHeight + 10;
    });
  }
  var waiting = false;
  function later() {
    if (!waiting) { waiting = true; requestAnimationFrame(function () { waiting = false; arrange(); }); }
  }
  if (beside.length) {
    arrange();
    addEventListener("resize", later);
    addEventListener("load", later);
    document.addEventListener("toggle", later, true);
    if (document.fonts && document.fonts.ready) document.fonts.ready.then(later);
  }
  document.addEventListener("click", function (event) {
    var mark = event.target.closest && event.target.closest(".note-ref > a[href^='#note_']");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    var there = beside.filter(function (it) { return it.mark.hash === mark.hash; })[0];
    if (there && margin.matches) {
      event.preventDefault();
      beside.forEach(function (it) { it.box.classList.toggle("chosen", it === there); });
      return;
    }
    var after = mark.parentElement;
    while (after.nextElementSibling && after.nextSibling === after.nextElementSibling &&
      after.nextElementSibling.tagName === "SUP") after = after.nextElementSibling;
    var open = after.nextElementSibling;
    var same = open && open.classList.contains("note-open") && open.dataset.note === mark.hash;
    if (open && open.classList.contains("note-open")) open.remove();
    marks.forEach(function (it) { if (it.parentElement.parentElement === mark.parentElement.parentElement) it.removeAttribute("aria-expanded"); });
    if (!same) {
      var box = copy(mark, "note-open");
      if (!box) return;
      box.dataset.note = mark.hash;
      mark.setAttribute("aria-expanded", "true");
      after.insertAdjacentElement("afterend", box);
    }
    event.preventDefault();
    later();
  });

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
