// Follows the message with a code: the line under the first sentence says how far it came, as it happens. Without this file,
// or when any of it fails, the page says the same when it is loaded again. Loaded by `boot.js` on pages that wait for a code.
let line

const follow = () => {
  const at = document.querySelector('[data-follow]')
  if (at === line?.at) return
  line?.source.close()
  line = undefined
  if (!at) return
  const source = new EventSource(at.dataset.follow)
  line = { at, source }
  source.onmessage = (event) => {
    const { text, lost, call } = JSON.parse(event.data)
    if (at.textContent !== text) at.textContent = text
    at.toggleAttribute('data-lost', lost)
    // After two texts that did not arrive, a call is the better try.
    if (call) document.querySelector('.help button[value=call]')?.classList.replace('quiet', 'primary')
  }
  source.addEventListener('end', () => source.close())
}

new MutationObserver(follow).observe(document.body, { childList: true, subtree: true })
follow()
