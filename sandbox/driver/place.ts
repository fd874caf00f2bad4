import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandType,
  InteractionType,
  MessageType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import type { InteractionRecord } from '../interactions/record.ts';
import { Resolved } from '../interactions/resolved.ts';
import { startInteraction } from '../interactions/start.ts';
import { storeFile, type UploadedFile } from '../state/files.ts';
import { createMessage, editMessage } from '../state/messages.ts';
import { allows, channelPermissions } from '../state/permissions.ts';
import type { ChannelRecord, MessageRecord, UserRecord } from '../state/records.ts';
import { known } from '../state/world.ts';
import { ClientRefusal } from './client-refusal.ts';
import { descend, findCommand, offeredCommands, type Setting } from './command-lookup.ts';
import { fillOptions, type Identified, type OptionInputs } from './command-options.ts';
import { isVisible, seen, untilAnswered, untilChoices } from './outcome.ts';
import { Reply } from './reply.ts';
import type { Stage } from './stage.ts';
import { waitFor } from './waiting.ts';

export interface PostOptions {
  /** When it was posted, for messages of the past. */
  readonly at?: Date;
  /** The message it answers. */
  readonly inReplyTo?: Identified;
}

/** A person in a channel: what they can do there, as with Discord's client. */
export class Place {
  readonly #stage: Stage;
  readonly #user: UserRecord;
  readonly #channel: ChannelRecord;

  constructor(stage: Stage, user: UserRecord, channel: ChannelRecord) {
    this.#stage = stage;
    this.#user = user;
    this.#channel = channel;
  }

  /**
   * Runs a slash command and waits for the first real answer.
   * @param path the command, with its group and subcommand: `person find`
   * @throws ClientRefusal when the client would not offer it, or not send it off like this
   * @throws WaitTimeout when the bot does not answer
   */
  async slash(path: string, inputs: OptionInputs = {}): Promise<Reply> {
    const [name = '', ...rest] = path.split(' ');
    const { application, command } = findCommand(this.#setting(), name, ApplicationCommandType.ChatInput);
    const { options, wrap } = descend(command, rest);
    const resolved = this.#resolved(application.id);
    const filled = await fillOptions(
      { world: this.#stage.world, channel: this.#channel, resolved },
      options as APIApplicationCommandBasicOption[],
      inputs,
    );
    const { id, type, guild_id } = command;
    return await this.#answerTo(
      startInteraction(this.#stage.world, {
        application,
        user: this.#user,
        channel: this.#channel,
        type: InteractionType.ApplicationCommand,
        data: { id, name, type, guild_id, options: wrap(filled), resolved: resolved.toJson() },
        detail: `/${path}`,
      }),
    );
  }

  /**
   * Types into an option and waits for the suggestions.
   * @param inputs what is filled in so far; the last one is being typed
   */
  async autocomplete(
    path: string,
    inputs: Readonly<Record<string, string | number>>,
  ): Promise<readonly APIApplicationCommandOptionChoice[]> {
    const [name = '', ...rest] = path.split(' ');
    const { application, command } = findCommand(this.#setting(), name, ApplicationCommandType.ChatInput);
    const { options, wrap } = descend(command, rest);
    const focused = Object.keys(inputs).at(-1);
    const typed = Object.entries(inputs).map(([key, value]) => {
      const option = options.find((one) => one.name === key);
      if (option === undefined || (key === focused && !('autocomplete' in option && option.autocomplete))) {
        throw new ClientRefusal(`the option "${key}" suggests nothing`);
      }
      return { name: key, type: option.type, value, ...(key === focused ? { focused: true } : {}) };
    });
    const { id, type, guild_id } = command;
    return await untilChoices(
      this.#stage,
      startInteraction(this.#stage.world, {
        application,
        user: this.#user,
        channel: this.#channel,
        type: InteractionType.ApplicationCommandAutocomplete,
        data: { id, name, type, guild_id, options: wrap(typed) },
        detail: `typing in /${path}`,
      }),
    );
  }

  /** The commands that the client offers here, as they were registered: slash commands and message commands. */
  commands(): readonly APIApplicationCommand[] {
    return offeredCommands(this.#setting());
  }

  /** Runs an entry of a message's menu. */
  async messageCommand(name: string, message: Identified): Promise<Reply> {
    const { application, command } = findCommand(this.#setting(), name, ApplicationCommandType.Message);
    const target = this.#visible(message.id);
    const resolved = this.#resolved(application.id);
    resolved.addMessage(target);
    return await this.#answerTo(
      startInteraction(this.#stage.world, {
        application,
        user: this.#user,
        channel: this.#channel,
        type: InteractionType.ApplicationCommand,
        data: {
          id: command.id,
          name,
          type: command.type,
          guild_id: command.guild_id,
          target_id: target.id,
          resolved: resolved.toJson(),
        },
        detail: `"${name}" on a message`,
        targetMessageId: target.id,
      }),
    );
  }

  /** Posts a message. @throws ClientRefusal when the person may not */
  async post(text: string, files: readonly UploadedFile[] = [], options: PostOptions = {}): Promise<Reply> {
    const { world } = this.#stage;
    const channel = this.#channel;
    const send = channel.thread
      ? PermissionFlagsBits.SendMessagesInThreads
      : PermissionFlagsBits.SendMessages;
    const attach = files.length > 0 ? PermissionFlagsBits.AttachFiles : 0n;
    if (!allows(channelPermissions(world, channel, this.#user.id), send | attach)) {
      throw new ClientRefusal(`${this.#user.name} may not post this in #${channel.name}`);
    }
    const stored = [];
    for (const file of files) {
      stored.push(await storeFile(world, channel.id, file));
    }
    const message = createMessage(world, {
      channel,
      authorId: this.#user.id,
      content: text,
      files: stored,
      referenceId: options.inReplyTo?.id ?? null,
      ...(options.at === undefined ? {} : { at: options.at.getTime() }),
    });
    return this.#view(message);
  }

  /** Forwards a message from elsewhere to here. */
  forward(message: Identified): Reply {
    const { world } = this.#stage;
    const { id, channelId, guildId, type, content, files } = known(world.messages, message.id);
    const forwarded = { messageId: id, channelId, guildId, type, content, files: [...files] };
    return this.#view(
      createMessage(world, {
        channel: this.#channel,
        authorId: this.#user.id,
        type: MessageType.Default,
        forwarded,
      }),
    );
  }

  /** Edits a message of one's own: all its files but these stay. */
  removeFiles(message: Identified, names: readonly string[]): void {
    const { world } = this.#stage;
    const record = known(world.messages, message.id);
    if (record.authorId !== this.#user.id) {
      throw new ClientRefusal('only its author can edit a message');
    }
    editMessage(world, record, { files: record.files.filter(({ filename }) => !names.includes(filename)) });
  }

  /** What this person sees in the channel, oldest first. Nothing without the permission to see it. */
  messages(): Reply[] {
    return this.visible
      ? this.#channel.messages
          .filter((message) => isVisible(message, this.#user.id))
          .map((message) => this.#view(message))
      : [];
  }

  /** Whether this person can read what is written here. */
  get visible(): boolean {
    const permissions = channelPermissions(this.#stage.world, this.#channel, this.#user.id);
    return allows(permissions, PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory);
  }

  /** A message as this person sees it now. @throws ClientRefusal when they do not */
  look(message: Identified): Reply {
    if (!this.visible) {
      throw new ClientRefusal(`${this.#user.name} cannot read #${this.#channel.name}`);
    }
    return this.#view(this.#visible(message.id));
  }

  /** Waits until the person sees a message with this text; the latest, if there are several. */
  sees(text: string | RegExp): Promise<Reply> {
    return waitFor(this.#stage.world, {
      timeoutMs: this.#stage.replyTimeoutMs,
      look: () =>
        this.messages().findLast((reply) =>
          typeof text === 'string' ? reply.text.includes(text) : text.test(reply.text),
        ),
      failure: () => `${this.#user.name} never saw a message with ${String(text)} in #${this.#channel.name}`,
    });
  }

  #setting(): Setting {
    return { world: this.#stage.world, user: this.#user, channel: this.#channel };
  }

  #resolved(botId: string): Resolved {
    return new Resolved(this.#stage.world, this.#channel, this.#user.id, botId);
  }

  #visible(messageId: string): MessageRecord {
    const message = this.#channel.messages.find(({ id }) => id === messageId);
    if (message === undefined || !isVisible(message, this.#user.id)) {
      throw new ClientRefusal(`${this.#user.name} sees no such message in #${this.#channel.name}`);
    }
    return message;
  }

  #view(message: MessageRecord): Reply {
    const interaction =
      message.origin === null ? null : known(this.#stage.world.interactions, message.origin.interactionId);
    return new Reply({
      stage: this.#stage,
      user: this.#user,
      channel: this.#channel,
      interaction,
      outcome: seen(this.#stage.world, message, this.#user.id),
    });
  }

  async #answerTo(interaction: InteractionRecord): Promise<Reply> {
    return new Reply({
      stage: this.#stage,
      user: this.#user,
      channel: this.#channel,
      interaction,
      outcome: await untilAnswered(this.#stage, interaction),
    });
  }
}
