// Starts the program when the browser has nothing better to do, and the few comforts that need no program: without this
// file, or when any of it fails, every page still works as plain HTML.
(() => {
  const self = document.currentScript.dataset
  const root = document.documentElement
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  const keep = (name, value) => {
    document.cookie = `${name}=${value}; Path=/; SameSite=Lax; Max-Age=31536000${secure}`
  }
  // A plain document names no program: what the browser does with it is all that will ever happen to it.
  const alive = () => self.js && 'ready' in root.dataset

  root.classList.add('js')

  // The server writes times in the person's own zone.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (zone && !document.cookie.split('; ').includes(`tz=${zone}`)) keep('tz', zone)

  const start = () =>
    import(self.js)
      .then((program) => program.default({ module_or_path: self.wasm }).then(() => program.hydrate()))
      .catch(() => {})
  if (self.js) (window.requestIdleCallback || setTimeout)(start, window.requestIdleCallback ? { timeout: 2000 } : 200)

  // A page with a secret never comes back out of the browser's memory; it is asked for again.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return
    if (document.querySelector('[data-private]') || location.pathname.startsWith('/settings/2fa/recovery-code')) {
      location.reload()
    }
    // The program had left for a plain document, so it shows nothing any more.
    if (!document.querySelector('main')) location.reload()
    for (const form of document.forms) delete form.dataset.sent
    for (const button of document.querySelectorAll('[data-waiting]')) delete button.dataset.waiting
  })

  // Unless the program has taken over, the second press of an impatient finger goes nowhere.
  addEventListener('submit', (event) => {
    if (alive()) return
    if ('sent' in event.target.dataset) event.preventDefault()
    else event.target.dataset.sent = ''
    event.submitter?.setAttribute('data-waiting', '')
  })

  // The second click of a double click was meant for what the first one led away from.
  let clicked
  addEventListener(
    'click',
    (event) => {
      if (event.detail < 2) clicked = location.pathname
      if (clicked === location.pathname) return
      event.preventDefault()
      event.stopPropagation()
    },
    true,
  )

  const theme = (name) => {
    if (name) root.dataset.theme = name
    else delete root.dataset.theme
    keep('theme', name)
  }

  const press = {
    show(button, id) {
      const field = document.getElementById(id)
      const hidden = field.type === 'password'
      field.type = hidden ? 'text' : 'password'
      button.textContent = hidden ? 'Hide' : 'Show'
      field.focus()
    },
    copy(button, id) {
      navigator.clipboard.writeText(document.getElementById(id).dataset.code).then(() => {
        const words = button.firstChild.textContent
        button.firstChild.textContent = 'Copied'
        button.parentElement.querySelector('[data-copied]')?.replaceChildren('Copied')
        setTimeout(() => {
          button.firstChild.textContent = words
        }, 2000)
      })
    },
    print: () => window.print(),
    setTheme: (_, name) => theme(name),
  }

  document.addEventListener('click', (event) => {
    const target = event.target.closest('[data-show], [data-copy], [data-print], [data-set-theme], a[href^="#"]')
    if (!target) return
    const name = Object.keys(press).find((key) => key in target.dataset)
    if (name) {
      event.preventDefault()
      press[name](target, target.dataset[name])
      return
    }
    // A link to a field takes the focus there, which the browser alone would not do.
    const goal = document.getElementById(target.hash.slice(1))
    if (!goal) return
    event.preventDefault()
    goal.focus()
    goal.scrollIntoView({ block: 'center' })
  })

  // Pasted codes lose their spaces and dashes at once, so that the slots show the digits.
  document.addEventListener('input', (event) => {
    const field = event.target
    if (field.autocomplete !== 'one-time-code') return
    const digits = field.value.replace(/[\s.\u2010-\u2015-]/g, '')
    if (digits !== field.value) field.value = digits
  })

  // A page that waits for a code loads what follows the message on its way.
  const watch = new MutationObserver(() => wait())
  const wait = () => {
    if (!document.querySelector('[data-follow]')) return
    watch.disconnect()
    import('/code.js').catch(() => {})
  }
  watch.observe(root, { childList: true, subtree: true })
  wait()

  // Where the phone offers the code of an arriving text, it is filled in; sending it stays the person's own act.
  let waiting
  document.addEventListener('focusin', (event) => {
    const field = event.target
    if (!window.OTPCredential || field.autocomplete !== 'one-time-code' || waiting) return
    waiting = new AbortController()
    navigator.credentials
      .get({ otp: { transport: ['sms'] }, signal: waiting.signal })
      .then((found) => {
        if (found && field.isConnected && !field.value) field.value = found.code
      })
      .catch(() => {})
      .finally(() => {
        waiting = undefined
      })
  })
  addEventListener('submit', () => waiting?.abort(), true)

  // After a plain post the summary of a problem is what matters first.
  document.querySelector('main [role=alert]')?.focus()

  // With a program it is the program that says when the page is ready.
  if (!self.js) root.dataset.ready = ''
})()
