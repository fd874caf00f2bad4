import {
  type APIMessageInteractionMetadata,
  ApplicationIntegrationType,
  InteractionType,
} from 'discord-api-types/v10';
import type { InteractionRecord } from '../interactions/record.ts';
import type { MessageOrigin } from './records.ts';
import { userJson } from './users.ts';
import { known, type World } from './world.ts';

/** `interaction_metadata` of a message: who asked for it, and how. */
export function originJson(world: World, origin: MessageOrigin): APIMessageInteractionMetadata {
  const metadata = interactionJson(world, known(world.interactions, origin.interactionId));
  return origin.followUpTo === null
    ? metadata
    : { ...metadata, original_response_message_id: origin.followUpTo };
}

/** Where an application that acts in a guild was installed, and by whom: the guild, for all Kith needs. */
export function integrationOwners(guildId: string | null) {
  return { [ApplicationIntegrationType.GuildInstall]: guildId ?? '0' };
}

function interactionJson(world: World, interaction: InteractionRecord): APIMessageInteractionMetadata {
  const opener = interaction.openedBy === null ? null : known(world.interactions, interaction.openedBy);
  return {
    id: interaction.id,
    type: interaction.type,
    user: userJson(known(world.users, interaction.userId)),
    authorizing_integration_owners: integrationOwners(interaction.guildId),
    ...(interaction.targetMessageId === null ? {} : { target_message_id: interaction.targetMessageId }),
    ...(interaction.type === InteractionType.MessageComponent && interaction.sourceMessageId !== null
      ? { interacted_message_id: interaction.sourceMessageId }
      : {}),
    ...(opener === null ? {} : { triggering_interaction_metadata: interactionJson(world, opener) }),
  } as APIMessageInteractionMetadata;
}
