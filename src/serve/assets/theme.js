// Sets the chosen theme before the first paint. A classic script, so that it runs before the page is drawn.
(() => {
  try {
    const theme = localStorage.getItem('theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
    if (localStorage.getItem('language')) document.documentElement.lang = localStorage.getItem('language')
  } catch { /* storage may be closed; the system's theme is used */ }
})()
