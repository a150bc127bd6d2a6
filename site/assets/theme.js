// Before the page is drawn, sets light or dark: the reader's choice, or else that of the system.
try {
  const chosen = localStorage.getItem('theme')
  if (chosen) document.documentElement.dataset.theme = chosen
} catch {
  // Without storage the page follows the system.
}
