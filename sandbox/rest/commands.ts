import {
  RESTJSONErrorCodes as Code,
  type RESTPostAPIApplicationCommandsJSONBody as NewCommand,
} from 'discord-api-types/v10';
import type { FastifyRequest } from 'fastify';
import {
  type CommandScope,
  commandJson,
  commandsIn,
  editCommand,
  overwriteCommands,
  putCommand,
} from '../state/commands.ts';
import type { ApplicationRecord, CommandRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { validateCommands } from '../validate/index.ts';
import { joinedGuild } from './access.ts';
import { refuse } from './body.ts';
import { botOf, type Routes } from './context.ts';
import { DiscordError, discordError, found } from './errors.ts';

type Scoped = { Params: { applicationId: string; guildId?: string } };
type OneCommand = { Params: { applicationId: string; guildId?: string; commandId: string } };
type Listing = Scoped & { Querystring: { with_localizations?: string } };

export const commandRoutes: Routes = (app, { world }) => {
  for (const base of [
    '/applications/:applicationId/commands',
    '/applications/:applicationId/guilds/:guildId/commands',
  ]) {
    app.get<Listing>(base, async (request) => {
      const { bot, scope } = ownerOf(world, request);
      const all = request.query.with_localizations === 'true';
      return commandsIn(bot, scope).map((command) => commandJson(command, all));
    });

    app.put<Scoped & { Body: NewCommand[] }>(base, async (request) => {
      const { bot, scope } = ownerOf(world, request);
      if (!Array.isArray(request.body)) {
        throw new DiscordError(400, 50035, 'Invalid Form Body', {
          _errors: [{ code: 'LIST_TYPE_CONVERT', message: 'Only iterables may be used in a ListType' }],
        });
      }
      refuse(validateCommands(request.body, scope === null ? 'global' : 'guild'));
      return overwriteCommands(world, bot, scope, request.body).map((command) => commandJson(command, true));
    });

    app.post<Scoped & { Body: NewCommand }>(base, async (request, reply) => {
      const { bot, scope } = ownerOf(world, request);
      checkOne(request.body, scope);
      const { command, created } = putCommand(world, bot, scope, request.body);
      return reply.code(created ? 201 : 200).send(commandJson(command, true));
    });

    app.get<OneCommand>(`${base}/:commandId`, async (request) =>
      commandJson(commandOf(world, request).command, true),
    );

    app.patch<OneCommand & { Body: Partial<NewCommand> }>(`${base}/:commandId`, async (request) => {
      const { bot, scope, command } = commandOf(world, request);
      checkOne({ ...command, ...request.body }, scope);
      return commandJson(editCommand(world, bot, command, request.body), true);
    });

    app.delete<OneCommand>(`${base}/:commandId`, async (request, reply) => {
      const { bot, command } = commandOf(world, request);
      bot.commands.delete(command.id);
      return reply.code(204).send();
    });
  }
};

function ownerOf(
  world: World,
  request: FastifyRequest<Scoped>,
): { bot: ApplicationRecord; scope: CommandScope } {
  const bot = botOf(request);
  if (request.params.applicationId !== bot.id) {
    throw discordError(
      world.applications.has(request.params.applicationId) ? Code.MissingAccess : Code.UnknownApplication,
    );
  }
  const scope = request.params.guildId ?? null;
  if (scope !== null) {
    joinedGuild(world, bot, scope);
  }
  return { bot, scope };
}

function commandOf(world: World, request: FastifyRequest<OneCommand>) {
  const { bot, scope } = ownerOf(world, request);
  const command: CommandRecord | undefined = commandsIn(bot, scope).find(
    ({ id }) => id === request.params.commandId,
  );
  return { bot, scope, command: found(command, Code.UnknownApplicationCommand) };
}

/** The validators take lists; the errors of a single command stand without the index. */
function checkOne(body: unknown, scope: CommandScope): void {
  const refusal = validateCommands([body], scope === null ? 'global' : 'guild');
  if (refusal !== null) {
    const errors = 'errors' in refusal ? (refusal.errors['0'] as object) : undefined;
    throw new DiscordError(400, refusal.code, refusal.message, errors);
  }
}
