import type { Scope } from '../scope.ts';
import type { GuildRepositories } from '../types.ts';
import { auditRepository } from './audit.ts';
import { consentRepository } from './consent.ts';
import { faceRepository } from './face.ts';
import { personRepository } from './person.ts';
import { pictureRepository } from './picture.ts';

/** All repositories of the scope's guild. */
export function guildRepositories(scope: Scope): GuildRepositories {
  return {
    guildId: scope.guildId,
    people: personRepository(scope),
    consents: consentRepository(scope),
    pictures: pictureRepository(scope),
    faces: faceRepository(scope),
    audit: auditRepository(scope),
  };
}
