import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { useState } from 'preact/hooks';
import type { MessageView } from '../../protocol.ts';
import { Avatar } from './avatar.tsx';
import { Gallery } from './gallery.tsx';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';
import { MessageMenu } from './message-menu.tsx';
import { Part } from './part.tsx';

/** Messages of one person within it stand under one name. */
const togetherMs = 7 * 60_000;

interface MessageProps {
  readonly seen: MessageView;
  readonly before: MessageView | undefined;
  readonly highlighted: boolean;
}

export function Message({ seen: { message, cause }, before, highlighted }: MessageProps) {
  const [menuOpen, setMenuOpen] = useState(false);
  const flags = message.flags ?? 0;
  const isPrivate = (flags & MessageFlags.Ephemeral) !== 0;
  const isLoading = (flags & MessageFlags.Loading) !== 0;
  const name = message.author.global_name ?? message.author.username;
  const shown = message.author.bot ? 'Kith' : name;
  const continues = cause === null && before?.cause === null && isTogether(before.message, message);
  return (
    <li
      id={`message-${message.id}`}
      class={`message ${continues ? 'continues' : ''} ${isPrivate ? 'private' : ''} ${highlighted ? 'highlighted' : ''}`}
    >
      <article
        aria-label={`${shown}, ${timeOf(message)}${isPrivate ? ', only you can see this' : ''}`}
        onContextMenu={(event) => {
          event.preventDefault();
          setMenuOpen(true);
        }}
      >
        {cause !== null && <Cause message={message} cause={cause} />}
        {!continues && <Avatar name={shown} bot={message.author.bot === true} />}
        <div class="message-body">
          {!continues && (
            <header class="message-head">
              <b>{shown}</b>
              {message.author.bot && <span class="badge">Bot</span>}
              <time dateTime={message.timestamp}>{timeOf(message)}</time>
            </header>
          )}
          {isLoading ? <Thinking /> : <Content message={message} />}
          {isPrivate && (
            <p class="only-you">
              <Icon name="eye" /> Only you can see this
            </p>
          )}
        </div>
        <MessageMenu message={message} open={menuOpen} setOpen={setMenuOpen} />
      </article>
    </li>
  );
}

function Cause({ message, cause }: { readonly message: APIMessage; readonly cause: string }) {
  const user = message.interaction_metadata?.user;
  return (
    <p class="cause">
      <b>{user?.global_name ?? user?.username}</b> used <span class="cause-what">{cause}</span>
    </p>
  );
}

function Thinking() {
  return (
    <p class="thinking">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      Kith is thinking …
    </p>
  );
}

function Content({ message }: { readonly message: APIMessage }) {
  const { content, attachments, components = [], edited_timestamp: edited } = message;
  const pictures = attachments.filter(({ content_type: type }) => type?.startsWith('image/'));
  return (
    <div class="message-content">
      {content !== '' && <Markdown text={content} />}
      {edited !== null && content !== '' && <small class="edited">(edited)</small>}
      {pictures.length > 0 && (
        <Gallery
          items={pictures.map(({ url, description, filename, width, height }) => ({
            url,
            alt: description ?? filename,
            width: width ?? null,
            height: height ?? null,
          }))}
        />
      )}
      {components.map((component) => (
        <Part key={component.id} part={component} message={message} />
      ))}
    </div>
  );
}

function isTogether(before: APIMessage, message: APIMessage): boolean {
  const apart = Date.parse(message.timestamp) - Date.parse(before.timestamp);
  return before.author.id === message.author.id && apart < togetherMs;
}

function timeOf({ timestamp }: APIMessage): string {
  const date = new Date(timestamp);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString('en-GB', { timeStyle: 'short' })
    : date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' });
}
