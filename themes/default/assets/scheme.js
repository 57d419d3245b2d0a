// Before the page is drawn: the colours that the reader chose, and that there are scripts.
{
  const root = document.documentElement;
  root.classList.add("scripted");
  try {
    const kept = localStorage.getItem("scheme");
    if (kept) root.dataset.scheme = kept;
  } catch { /* forbidden */ }
  // The upright serif, before a style sheet asks for it. From a disk a browser refuses that, and says so.
  const { font: href } = document.currentScript.dataset;
  if (href && location.protocol !== "file:") {
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "font", crossOrigin: "", href }));
  }
}
