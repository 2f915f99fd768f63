// Before the first paint, so that a dark page never flashes white. Kept apart from the app because the content
// security policy allows no inline script.
;(function () {
  var wanted = null
  try {
    wanted = localStorage.getItem('baton-color-scheme')
  } catch {
    // Storage may be switched off; the system's scheme is used then.
  }
  var dark = wanted === 'dark' || (wanted !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
