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
  var notesTitle = document.getElementById("notes_title");
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
    // An address stands in full at the end; here its host says where it leads.
    [].slice.call(box.querySelectorAll("a[href^='http']")).forEach(function (it) {
      if (/^https?:\/\//.test(it.textContent)) it.textContent = it.hostname.replace(/^www\./, "");
    });
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
    // After the block that holds the mark, and after the notes that stand there already; a heading
    // keeps to what it heads.
    var block = mark;
    while (block.parentElement !== column) block = block.parentElement;
    if (/^H[2-6]$/.test(block.tagName) && block.nextElementSibling) block = block.nextElementSibling;
    var next = block.nextElementSibling;
    while (next && next.classList.contains("side-note")) next = next.nextElementSibling;
    // What is longer than its place leads to the whole.
    var whole = document.createElement("a");
    whole.className = "side-whole";
    whole.href = mark.hash;
    whole.textContent = "… ↓";
    whole.setAttribute("aria-label", (notesTitle ? notesTitle.textContent : "") + " " + mark.textContent);
    box.appendChild(whole);
    column.insertBefore(box, next);
    var it = { mark: mark, box: box, column: column, chosen: false };
    box.addEventListener("focusin", function (event) {
      if (event.target !== whole) choose(it, true);
    });
    beside.push(it);
  });
  function choose(one, on) {
    beside.forEach(function (it) {
      it.chosen = it === one && on;
      it.box.classList.toggle("chosen", it.chosen);
    });
    arrange();
  }
  var GAP = 10;
  var SLACK = 24;
  function arrange() {
    beside.forEach(function (it) { it.column.style.minBlockSize = ""; it.box.classList.remove("long", "close"); });
    if (!margin.matches) return;
    shorten(beside, 17);
    var from = 0;
    while (from < beside.length) {
      var column = beside[from].column;
      var here = beside.slice(from).filter(function (it) { return it.column === column; });
      from += here.length;
      place(column, here);
    }
  }
  /** Notes of more lines than these are shortened; the one that was asked for is not. */
  function shorten(some, lines, closer) {
    some.forEach(function (it) {
      if (it.chosen || it.box.scrollHeight <= lines * 1.45 * parseFloat(getComputedStyle(it.box).fontSize)) return;
      it.box.classList.add("long");
      if (closer) it.box.classList.add("close");
    });
  }
  function place(column, here) {
    var area = column.getBoundingClientRect();
    var heights, tops, end;
    // A note stands beside its mark, or below the one before it.
    function beneath() {
      end = 0;
      heights = here.map(function (it) { return it.box.offsetHeight; });
      tops = here.map(function (it, i) {
        var top = Math.max(it.mark.getBoundingClientRect().top - area.top - 2, end);
        end = top + heights[i] + GAP;
        return top;
      });
    }
    beneath();
    if (end - GAP > area.height + SLACK) {
      shorten(here, 7, true);
      beneath();
    }
    // None stands below its text: the last move up, and the text makes room for what is left over.
    var limit = area.height + SLACK + GAP;
    for (var i = tops.length - 1; i >= 0 && tops[i] + heights[i] + GAP > limit; i--) {
      tops[i] = limit - heights[i] - GAP;
      limit = tops[i];
    }
    if (tops[0] < 0) {
      end = 0;
      tops = heights.map(function (height) { var top = end; end += height + GAP; return top; });
      column.style.minBlockSize = (end - GAP - SLACK) + "px";
    }
    here.forEach(function (it, i) { it.box.style.top = tops[i] + "px"; });
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
  var shown = [];
  function close(one) {
    one.box.remove();
    one.mark.setAttribute("aria-expanded", "false");
    shown = shown.filter(function (it) { return it !== one; });
  }
  function open(mark) {
    var box = copy(mark, "note-open");
    if (!box) return false;
    // Below the line of its mark, after all marks that stand together; a heading stays whole.
    var after = mark.closest("h1, h2, h3, h4, h5, h6, [role='heading']") || mark.parentElement;
    while (after.tagName === "SUP" && after.nextElementSibling && after.nextSibling === after.nextElementSibling &&
      after.nextElementSibling.tagName === "SUP") after = after.nextElementSibling;
    // One at a place.
    shown.filter(function (it) { return it.box === after.nextElementSibling; }).forEach(close);
    after.insertAdjacentElement("afterend", box);
    mark.setAttribute("aria-expanded", "true");
    shown.push({ mark: mark, box: box });
    return true;
  }
  document.addEventListener("click", function (event) {
    var mark = event.target.closest && event.target.closest(".note-ref > a[href^='#note_']");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    var there = beside.filter(function (it) { return it.mark === mark; })[0];
    if (there && margin.matches) {
      event.preventDefault();
      choose(there, !there.chosen);
      return;
    }
    var one = shown.filter(function (it) { return it.mark === mark; })[0];
    if (one) close(one);
    else if (!open(mark)) return;
    event.preventDefault();
    later();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var one = shown.filter(function (it) { return it.mark === event.target || it.box.contains(event.target); })[0];
    if (!one) return;
    one.mark.focus();
    close(one);
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
