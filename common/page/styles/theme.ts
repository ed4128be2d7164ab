// Dark and high contrast follow the machine's own settings.
export function followTheme(): void {
  const root = document.documentElement;
  const contrast = matchMedia('(prefers-contrast: more)');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  function choose() {
    root.dataset['theme'] = contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'light';
  }
  choose();
  contrast.addEventListener('change', choose);
  dark.addEventListener('change', choose);
}
