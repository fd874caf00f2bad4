import type { Scope } from '../scope.ts';
import type { GuildRepositories } from '../types.ts';
import { attachmentRepository } from './attachment.ts';
import { auditRepository } from './audit.ts';
import { backfillRepository } from './backfill.ts';
import { choreRepository } from './chore.ts';
import { consentRepository } from './consent.ts';
import { directoryRepository } from './directory.ts';
import { erasureRepository } from './erasure.ts';
import { faceRepository } from './face.ts';
import { forgettingRepository } from './forgetting.ts';
import { galleryRepository } from './gallery.ts';
import { holdingsRepository } from './holdings.ts';
import { indexedChannelRepository } from './indexed-channel.ts';
import { matchingRepository } from './matching.ts';
import { mergeRepository } from './merge.ts';
import { optOutRepository } from './opt-out.ts';
import { personRepository } from './person.ts';
import { pictureRepository } from './picture.ts';
import { proposalRepository } from './proposal.ts';
import { protectionRepository } from './protection.ts';
import { rejectionRepository } from './rejection.ts';
import { settingsRepository } from './settings.ts';
import { upgradeRepository } from './upgrade.ts';
import { walkRepository } from './walk.ts';

/** All repositories of the scope's guild. */
export function guildRepositories(scope: Scope): GuildRepositories {
  return {
    guildId: scope.guildId,
    people: personRepository(scope),
    consents: consentRepository(scope),
    pictures: pictureRepository(scope),
    faces: faceRepository(scope),
    audit: auditRepository(scope),
    settings: settingsRepository(scope),
    optOuts: optOutRepository(scope),
    proposals: proposalRepository(scope),
    directory: directoryRepository(scope),
    merges: mergeRepository(scope),
    rejections: rejectionRepository(scope),
    gallery: galleryRepository(scope),
    erasure: erasureRepository(scope),
    holdings: holdingsRepository(scope),
    attachments: attachmentRepository(scope),
    backfills: backfillRepository(scope),
    walks: walkRepository(scope),
    indexedChannels: indexedChannelRepository(scope),
    forgetting: forgettingRepository(scope),
    matching: matchingRepository(scope),
    chores: choreRepository(scope),
    protection: protectionRepository(scope),
    upgrade: upgradeRepository(scope),
  };
}
