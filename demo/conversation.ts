/** One thing that was said, and when, in seconds from the start. */
export interface Entry {
  readonly seconds: number;
  readonly place: string;
  readonly who: string;
  readonly text: string;
  /** Names of files in the output folder. */
  readonly pictures: readonly { readonly file: string; readonly alt: string }[];
  readonly onlyFor: string | null;
  readonly buttons: readonly string[];
}

/** The conversation as one page, light or dark as the reader's system is. */
export function renderPage(entries: readonly Entry[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Kith: the demo's conversation</title>
<style>${style}</style>
<main>
<h1>Kith: the demo’s conversation</h1>
${entries.map((entry, index) => renderEntry(entry, entries[index - 1]?.place)).join('\n')}
</main>
</html>
`;
}

function renderEntry(entry: Entry, placeBefore: string | undefined): string {
  const place = entry.place === placeBefore ? '' : `<h2>${escapeHtml(entry.place)}</h2>`;
  const isBot = entry.who === 'Kith';
  const pictures = entry.pictures
    .map(({ file, alt }) => `<a href="${file}"><img src="${file}" alt="${escapeHtml(alt)}"></a>`)
    .join('');
  const buttons = entry.buttons.map((label) => `<span class="button">${escapeHtml(label)}</span>`).join(' ');
  return `${place}<article class="${isBot ? 'bot' : 'member'}">
<header><b>${escapeHtml(entry.who)}</b> ${isBot ? '<span class="app">APP</span>' : ''} <time>${entry.seconds.toFixed(1)} s</time></header>
<div class="body">${renderText(entry.text)}${pictures === '' ? '' : `<div class="gallery">${pictures}</div>`}${buttons}</div>
${entry.onlyFor === null ? '' : `<footer>Only ${escapeHtml(entry.onlyFor)} can see this</footer>`}
</article>`;
}

/** The part of Discord's markdown that Kith uses. */
function renderText(text: string): string {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const heading = /^#+ (.*)$/.exec(line)?.[1];
      const inline = (content: string) =>
        escapeHtml(content)
          .replace(/\*\*((?:\\.|[^*\\])+)\*\*/g, '<strong>$1</strong>')
          .replace(/`([^`]+)`/g, '<code>$1</code>')
          .replace(/\[([^\]]+)\]\((https?:[^)]+)\)/g, '<a href="$2">$1</a>')
          .replace(/(^|[\s(])@([\w ]+?)(?=[\s).,:]|$)/g, '$1<span class="mention">@$2</span>')
          .replace(/\\(.)/g, '$1');
      return heading === undefined ? `<p>${inline(line)}</p>` : `<h3>${inline(heading)}</h3>`;
    })
    .join('');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
:root { color-scheme: light dark; --back: #fff; --panel: #f2f3f5; --text: #1f2124; --faint: #5c5f66; --accent: #2e8b6f; --mention: #4450b5; }
@media (prefers-color-scheme: dark) { :root { --back: #1e1f22; --panel: #2b2d31; --text: #e6e7ea; --faint: #a3a6ad; --mention: #b3bbff; } }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.4 system-ui, sans-serif; }
main { max-width: 640px; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.3rem } h2 { font-size: 1rem; color: var(--faint); border-top: 1px solid var(--panel); padding-top: 12px }
h3 { margin: 0 0 4px; font-size: 1.05rem } p { margin: 2px 0 }
article { margin: 12px 0 } header { font-size: .95rem } time, footer { color: var(--faint); font-size: .8rem }
.app { background: #5b6abf; color: #fff; border-radius: 4px; font-size: .65rem; padding: 1px 4px; vertical-align: 2px }
.bot .body { background: var(--panel); border-left: 4px solid var(--accent); border-radius: 6px; padding: 10px 14px; margin-top: 4px }
.mention { color: var(--mention) } a { color: var(--mention) } code { background: var(--panel); border-radius: 3px; padding: 0 3px }
.gallery { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0 }
.gallery a { flex: 0 0 200px } .bot .gallery a:first-child { flex: 1 0 100% }
.gallery img { width: 100%; border-radius: 6px; display: block }
.member .gallery a { flex-basis: 160px }
.button { display: inline-block; background: var(--accent); color: #fff; border-radius: 6px; padding: 4px 12px; margin-top: 6px; font-size: .9rem }
`;
