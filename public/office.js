// The comforts of an organization's pages that need a script: what is typed into the search box is looked for at once, a person
// opens beside the list, a page of people is picked at once, the log says that there is more of it, and a form that was changed
// is not left by accident. Without this file, or when any of it fails, the same links, buttons and boxes do it the long way.
(() => {
  const all = (selector, under = document) => [...under.querySelectorAll(selector)]
  const one = (selector, under = document) => under.querySelector(selector)

  /** The page at an address; `undefined` when the browser had better go there: signed out, or no longer allowed. */
  const load = async (url, signal) => {
    const answer = await fetch(url, { signal, headers: { accept: 'text/html' } })
    if (!answer.ok || answer.redirected) return void location.assign(url)
    return new DOMParser().parseFromString(await answer.text(), 'text/html')
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-copy-link]')
    if (!button) return
    navigator.clipboard.writeText(new URL(button.dataset.copyLink, location.href).href).then(() => {
      button.textContent = 'Copied'
    })
  })

  // One person beside the list. Their name leads to their page, and does so in another tab.
  const slot = one('[data-slot]')
  const people = () => all('[data-beside]')
  const opened = () => people().find((link) => link.getAttribute('aria-current'))
  const mark = (link) => {
    opened()?.removeAttribute('aria-current')
    link?.setAttribute('aria-current', 'true')
  }
  const fill = async (url) => {
    const page = await load(url)
    if (!page) return false
    slot.replaceChildren(...one('[data-slot]', page).childNodes)
    return true
  }
  const open = async (link) => {
    if (!(await fill(link.dataset.beside))) return
    mark(link)
    history.pushState(null, '', link.dataset.beside)
    one('#person').focus()
  }
  const close = (url) => {
    const link = opened()
    slot.replaceChildren()
    mark()
    history.pushState(null, '', url)
    link?.focus()
  }
  if (slot) {
    document.addEventListener('click', (event) => {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      const link = event.target.closest('[data-beside], [data-close]')
      if (!link) return
      event.preventDefault()
      if ('close' in link.dataset) close(link.href)
      else open(link).catch(() => location.assign(link.href))
    })
    document.addEventListener('keydown', (event) => {
      const away = one('[data-close]', slot)
      if (!away || event.metaKey || event.ctrlKey || event.altKey) return
      if (event.target.closest('input:not([type=checkbox]), select, textarea')) return
      if (event.key === 'Escape') close(away.href)
      const step = { j: 1, k: -1 }[event.key]
      if (!step) return
      const links = people()
      const next = links[links.indexOf(opened()) + step]
      if (next) open(next).catch(() => {})
    })
    addEventListener('popstate', () => location.reload())
  }

  // Everybody on this page at once, and how many are picked.
  const count = () => {
    const form = one('.picks')
    if (!form) return
    const boxes = all('[name="pick[]"]', form)
    const many = boxes.filter((box) => box.checked).length
    const page = one('[data-pick-page]', form)
    page.checked = many > 0 && many === boxes.length
    page.indeterminate = many > 0 && many < boxes.length
    const everybody = one('[data-pick-all]', form)?.checked
    one('[data-picked]', form).textContent = everybody ? 'All selected' : many ? `${many} selected` : 'Selected people:'
  }
  document.addEventListener('change', (event) => {
    if (!event.target.closest('.picks')) return
    if ('pickPage' in event.target.dataset) {
      for (const box of all('.picks [name="pick[]"]')) box.checked = event.target.checked
    }
    count()
  })
  document.addEventListener('reset', () => setTimeout(count))
  count()

  // What was changed and not saved: the browser asks before it is left.
  const guarded = one('[data-guard] form')
  if (guarded) {
    let changed = false
    guarded.addEventListener('input', () => {
      changed = true
    })
    guarded.addEventListener('submit', () => {
      changed = false
    })
    addEventListener('beforeunload', (event) => {
      if (changed) event.preventDefault()
    })
  }

  // How many events came since. Nothing moves under a reader's eyes: the bar leads to them.
  const news = one('[data-news]')
  if (news) {
    const ask = async () => {
      if (document.visibilityState !== 'visible') return
      const answer = await fetch(news.dataset.news)
      // Signed out, or no longer allowed: the next page says so.
      if (!answer.ok || answer.redirected) return clearInterval(asking)
      const many = Number(await answer.text())
      if (!many) return
      const link = document.createElement('a')
      link.href = news.dataset.newest
      link.textContent = many === 1 ? '1 new event' : `${many < 100 ? many : '100 or more'} new events`
      link.append(' — show')
      if (news.textContent !== link.textContent) news.replaceChildren(link)
    }
    const asking = setInterval(() => ask().catch(() => {}), 15_000)
  }

  const form = one('form[data-live]')
  if (!form || !one('[data-found]')) return
  let timer
  let asked
  const look = async () => {
    asked?.abort()
    asked = new AbortController()
    const fields = [...new FormData(form)].filter(([, value]) => value)
    const query = new URLSearchParams(fields).toString()
    const url = form.getAttribute('action') + (query && `?${query}`)
    const page = await load(url, asked.signal)
    if (!page) return
    for (const name of ['[data-found]', '[data-follows]', '[data-slot]']) {
      const fresh = one(name, page)
      const old = one(name)
      if (!fresh || !old) continue
      // The line that is read out stays the same element, so that it is.
      const said = one('[role=status]', fresh)?.textContent
      const status = one('[role=status]', old)
      if (status && said !== undefined) {
        status.textContent = said
        one('[role=status]', fresh).replaceWith(status)
      }
      old.replaceChildren(...fresh.childNodes)
    }
    count()
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
