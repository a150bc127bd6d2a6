// The menu on narrow screens, light and dark, and the search.
const byId = id => document.getElementById(id)
const { up } = document.currentScript.dataset

const menu = byId('menu')
const showMenu = open => {
  document.body.classList.toggle('menu-open', open)
  menu.setAttribute('aria-expanded', String(open))
}
menu.addEventListener('click', () => showMenu(menu.getAttribute('aria-expanded') !== 'true'))

byId('theme').addEventListener('click', () => {
  const root = document.documentElement
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const current = root.dataset.theme ?? (dark ? 'dark' : 'light')
  root.dataset.theme = current === 'dark' ? 'light' : 'dark'
  try {
    localStorage.setItem('theme', root.dataset.theme)
  } catch {
    // The choice holds for this page only.
  }
})

const input = byId('search')
const results = byId('results')
const mostResults = 20

let index
const load = () => {
  index ??= fetch(`${up}assets/search.json`).then(async response =>
    (await response.json()).map(([place, page, heading, text]) => ({
      place,
      page,
      heading,
      text,
      small: `${page} ${heading} ${text}`.toLowerCase(),
    })),
  )
  return index
}

/** The rank of a section: its heading is the word, begins with it, or contains it. */
const score = ({ heading, small }, words) => {
  const title = heading.toLowerCase().replace(/\(\)$/, '')
  let total = 0
  for (const word of words) {
    if (!small.includes(word)) return 0
    if (title === word) total += 100
    else if (title.startsWith(word)) total += 30
    else if (title.includes(word)) total += 10
    else total += 1
  }
  return total
}

const search = async () => {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
  const sections = words.length === 0 ? [] : await load()
  const found = sections
    .map(section => [score(section, words), section])
    .filter(([points]) => points > 0)
    .sort(([a], [b]) => b - a)
    .slice(0, mostResults)
  const list = document.createElement('ul')
  for (const [, { place, page, heading }] of found) {
    const link = document.createElement('a')
    link.href = up + place
    link.textContent = heading === page ? page : `${heading} · ${page}`
    const item = document.createElement('li')
    item.append(link)
    list.append(item)
  }
  const nothing = document.createElement('p')
  nothing.textContent = 'Nothing found.'
  results.replaceChildren(found.length > 0 ? list : nothing)
  results.hidden = words.length === 0
}

input.addEventListener('focus', load)
input.addEventListener('input', search)
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    results.hidden = true
    showMenu(false)
  }
  if (event.key === '/' && document.activeElement === document.body) {
    event.preventDefault()
    input.focus()
  }
})
results.addEventListener('click', () => {
  results.hidden = true
})
