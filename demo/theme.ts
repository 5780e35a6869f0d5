export type Theme = 'auto' | 'light' | 'dark'

const KEY = 'fernway-theme'
const ORDER: readonly Theme[] = ['auto', 'light', 'dark']

/** The visitor's choice; kept on the device because it says nothing about them. */
export function readTheme(): Theme {
  return ORDER.find((theme) => theme === localStorage.getItem(KEY)) ?? 'auto'
}

export function applyTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  localStorage.setItem(KEY, theme)
}

export function themeAfter(theme: Theme): Theme {
  return ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length]!
}
