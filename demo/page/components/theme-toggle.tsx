import { useState } from 'preact/hooks';
import { chooseTheme, storedTheme } from '../theme.ts';
import { Icon } from './icon.tsx';

export function ThemeToggle() {
  const [theme, setTheme] = useState(storedTheme);
  const other = theme === 'dark' ? 'light' : 'dark';
  const change = () => {
    chooseTheme(other);
    setTheme(other);
  };
  return (
    <button type="button" class="icon-button" aria-label={`Switch to ${other} colours`} onClick={change}>
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </button>
  );
}
