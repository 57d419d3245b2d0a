// Before anything is drawn.
{
  const root = document.documentElement;
  root.classList.add("scripted");
  try {
    const kept = localStorage.getItem("scheme");
    if (kept) root.dataset.scheme = kept;
  } catch { /* forbidden */ }
  const { font: href } = document.currentScript.dataset;
  if (href && location.protocol !== "file:") {
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "font", crossOrigin: "", href }));
  }
}
