// The comforts of an organization's lists that need a script: what is typed into the search box is looked for at once. Without
// this file, or when any of it fails, Enter and the button do the same.
(() => {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-copy-link]')
    if (!button) return
    navigator.clipboard.writeText(new URL(button.dataset.copyLink, location.href).href).then(() => {
      button.textContent = 'Copied'
    })
  })

  const form = document.querySelector('form[data-live]')
  const found = document.querySelector('[data-found]')
  if (!form || !found) return
  let timer
  let asked
  const look = async () => {
    asked?.abort()
    asked = new AbortController()
    const fields = [...new FormData(form)].filter(([, value]) => value)
    const query = new URLSearchParams(fields).toString()
    const url = form.getAttribute('action') + (query && `?${query}`)
    const answer = await fetch(url, { signal: asked.signal, headers: { accept: 'text/html' } })
    // Signed out, or no longer allowed: the page itself says so.
    if (!answer.ok || answer.redirected) return location.assign(url)
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    for (const name of ['[data-found]', '[data-follows]']) {
      const fresh = page.querySelector(name)
      const old = document.querySelector(name)
      if (!fresh || !old) continue
      // The line that is read out stays the same element, so that it is.
      const said = fresh.querySelector('[role=status]')?.textContent
      const status = old.querySelector('[role=status]')
      if (status) {
        status.textContent = said
        fresh.querySelector('[role=status]').replaceWith(status)
      }
      old.replaceChildren(...fresh.childNodes)
    }
    history.replaceState(null, '', url)
  }
  form.addEventListener('input', (event) => {
    if (event.target.type !== 'search') return
    clearTimeout(timer)
    timer = setTimeout(() => look().catch(() => {}), 250)
  })
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    asked?.abort()
  })
})()
