// Before the page is drawn: that there are scripts, and the colours that were chosen.
document.documentElement.classList.add("live");
try { if (localStorage.scheme) document.documentElement.dataset.scheme = localStorage.scheme; } catch { /* forbidden */ }
