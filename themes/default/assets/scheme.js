// Before the page is drawn: scripts run, and which colours were chosen.
{
  const root = document.documentElement;
  root.classList.add("scripted");
  try {
    const kept = localStorage.getItem("scheme");
    if (kept) root.dataset.scheme = kept;
  } catch { /* forbidden */ }
  // The upright serif, before a style asks for it; a disk forbids that.
  const { font: href } = document.currentScript.dataset;
  if (href && location.protocol !== "file:") {
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "font", crossOrigin: "", href }));
  }
}
