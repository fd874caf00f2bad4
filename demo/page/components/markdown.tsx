import type { ComponentChildren, VNode } from 'preact';
import { nameOf } from '../places.ts';
import { useStore } from '../store.tsx';

/** The part of Discord's markup that Kith and its people use, as Discord's client shows it. */
export function Markdown({ text }: { readonly text: string }) {
  return <div class="markdown">{blocks(text.split('\n'))}</div>;
}

function blocks(lines: readonly string[]): VNode[] {
  const made: VNode[] = [];
  let items: string[] = [];
  const endList = () => {
    if (items.length > 0) {
      made.push(
        <ul key={made.length}>
          {items.map((item, index) => (
            <li key={`${index}${item}`}>
              <Inline text={item} />
            </li>
          ))}
        </ul>,
      );
      items = [];
    }
  };
  for (const line of lines) {
    const item = /^\s*[-*] (.*)$/.exec(line)?.[1];
    if (item !== undefined) {
      items.push(item);
      continue;
    }
    endList();
    if (line.trim() !== '') made.push(<Line key={made.length} line={line} />);
  }
  endList();
  return made;
}

function Line({ line }: { readonly line: string }) {
  const heading = /^#{1,3} (.*)$/.exec(line)?.[1];
  if (heading !== undefined) {
    return (
      <p class="heading">
        <Inline text={heading} />
      </p>
    );
  }
  const small = /^-# (.*)$/.exec(line)?.[1];
  return (
    <p class={small === undefined ? undefined : 'small'}>
      <Inline text={small ?? line} />
    </p>
  );
}

const inline =
  /\\(?<escaped>[^\w\s])|\*\*(?<bold>(?:\\.|[^*\\])+)\*\*|`(?<code>[^`]+)`|\[(?<label>[^\]]+)\]\((?<href>https?:[^)\s]+)\)|<(?<bare>https?:[^>\s]+)>|<@!?(?<user>\d+)>|<#(?<channel>\d+)>|<@&(?<role>\d+)>|<t:(?<time>\d+)(?::(?<style>[a-zA-Z]))?>/g;

function Inline({ text }: { readonly text: string }): VNode {
  const pieces: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(inline)) {
    pieces.push(text.slice(end, match.index), <Piece key={match.index} groups={match.groups ?? {}} />);
    end = match.index + match[0].length;
  }
  pieces.push(text.slice(end));
  return <>{pieces}</>;
}

function Piece({ groups }: { readonly groups: Readonly<Record<string, string | undefined>> }): VNode {
  const { escaped, bold, code, label, href, bare, user, channel, role, time, style } = groups;
  if (bold !== undefined) {
    return (
      <strong>
        <Inline text={bold} />
      </strong>
    );
  }
  if (code !== undefined) return <code>{code}</code>;
  if (href !== undefined) return <Link href={href} label={label ?? href} />;
  if (bare !== undefined) return <Link href={bare} label={bare} />;
  if (time !== undefined) return <Time seconds={Number(time)} style={style ?? 'f'} />;
  const id = user ?? channel ?? role;
  if (id !== undefined) {
    return (
      <Mention kind={user !== undefined ? 'user' : channel !== undefined ? 'channel' : 'role'} id={id} />
    );
  }
  return <>{escaped}</>;
}

function Mention({ kind, id }: { readonly kind: 'user' | 'channel' | 'role'; readonly id: string }) {
  const { view, dispatch } = useStore();
  const name = nameOf(view, kind, id) ?? 'unknown';
  if (kind === 'channel') {
    return (
      <button type="button" class="mention" onClick={() => dispatch({ type: 'went', channelId: id })}>
        #{name}
      </button>
    );
  }
  return <span class="mention">@{name}</span>;
}

const jump = /^https:\/\/discord\.com\/channels\/(?:\d+|@me)\/(\d+)\/(\d+)$/;

/** A link to a message leads to it on this page; others open elsewhere. */
function Link({ href, label }: { readonly href: string; readonly label: string }) {
  const { dispatch } = useStore();
  const [, channelId, messageId] = jump.exec(href) ?? [];
  if (channelId !== undefined && messageId !== undefined) {
    return (
      <button type="button" class="link" onClick={() => dispatch({ type: 'went', channelId, messageId })}>
        {label}
      </button>
    );
  }
  return (
    <a class="link" href={href} target="_blank" rel="noreferrer">
      {label}
    </a>
  );
}

function Time({ seconds, style }: { readonly seconds: number; readonly style: string }) {
  const date = new Date(seconds * 1000);
  return (
    <time class="moment" dateTime={date.toISOString()} title={date.toLocaleString('en-GB')}>
      {written(date, style)}
    </time>
  );
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

function written(date: Date, style: string): string {
  if (style === 'R') {
    const apart = (date.getTime() - Date.now()) / 1000;
    const [unit, length] = units.find(([, size]) => Math.abs(apart) >= size) ?? ['second', 1];
    return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.round(apart / length), unit);
  }
  const day = date.toLocaleDateString('en-GB', { dateStyle: 'long' });
  return style === 'f' || style === 'F'
    ? `${day} ${date.toLocaleTimeString('en-GB', { timeStyle: 'short' })}`
    : day;
}
