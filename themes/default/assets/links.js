// Links name folders. Opened from disk a folder shows its listing, so there,
// and only there, the page's file is named.
(function () {
  "use strict";
  if (location.protocol !== "file:") return;
  var links = document.querySelectorAll("a[href]");
  for (var i = 0; i < links.length; i++) {
    var href = links[i].getAttribute("href");
    if (/^([a-z][a-z0-9+.-]*:|\/\/|#)/i.test(href) && href.indexOf("file:") !== 0) continue;
    var at = href.search(/[?#]/);
    var path = at < 0 ? href : href.slice(0, at);
    var rest = at < 0 ? "" : href.slice(at);
    if (path === "" && at >= 0) continue;
    if (path === "" || path === "." || path === ".." || /\/\.\.?$/.test(path)) path = path === "" ? "./" : path + "/";
    if (path.charAt(path.length - 1) === "/") links[i].setAttribute("href", path + "index.html" + rest);
  }
})();
