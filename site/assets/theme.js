// Before anything is drawn: light or dark as the reader chose, else as the system says.
try {
  const chosen = localStorage.getItem('theme')
  if (chosen) document.documentElement.dataset.theme = chosen
} catch {
  // A page without storage follows the system.
}
