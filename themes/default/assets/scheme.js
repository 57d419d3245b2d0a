// Before the page is drawn: the colours that the reader chose, and that there are scripts.
{
  const root = document.documentElement;
  root.classList.add("scripted");
  try {
    const kept = localStorage.getItem("scheme");
    if (kept) root.dataset.scheme = kept;
  } catch { /* forbidden */ }
}
