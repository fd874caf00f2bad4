import type { RowId } from '../ids.ts';
import type { Proposal, ProposalRepository } from '../moderation-types.ts';
import { onlyRow, type Scope, type Statement } from '../scope.ts';

const COLUMNS = `proposal_id as "proposalId", member_id as "memberId", proposed_by as "proposedBy",
  proposed_at as "proposedAt", expires_at as "expiresAt", picture_id as "pictureId",
  box_x as "boxX", box_y as "boxY", box_width as "boxWidth", box_height as "boxHeight"`;

// A proposal goes with its picture, so discarding one is removing the picture.
export const statements = {
  discardOfMember: {
    name: 'proposal.discard-of-member',
    text: `delete from picture where guild_id = $1 and picture_id in (
  select picture_id from proposal where guild_id = $1 and member_id = $2)`,
  },
  put: {
    name: 'proposal.put',
    text: `insert into proposal (guild_id, member_id, proposed_by, expires_at, picture_id, box_x, box_y, box_width, box_height)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
returning proposal_id as "proposalId"`,
  },
  find: {
    name: 'proposal.find',
    text: `select ${COLUMNS} from proposal where guild_id = $1 and proposal_id = $2 and expires_at > now()`,
  },
  findByMember: {
    name: 'proposal.find-by-member',
    text: `select ${COLUMNS} from proposal where guild_id = $1 and member_id = $2 and expires_at > now()`,
  },
  close: {
    name: 'proposal.close',
    text: `delete from proposal where guild_id = $1 and proposal_id = $2 returning proposal_id`,
  },
  discard: {
    name: 'proposal.discard',
    text: `delete from picture where guild_id = $1 and picture_id in (
  select picture_id from proposal where guild_id = $1 and proposal_id = $2) returning picture_id`,
  },
  discardExpired: {
    name: 'proposal.discard-expired',
    text: `delete from picture where guild_id = $1 and picture_id in (
  select picture_id from proposal where guild_id = $1 and expires_at <= now()) returning picture_id`,
  },
} as const satisfies Record<string, Statement>;

type Row = Omit<Proposal, 'box'> & { boxX: number; boxY: number; boxWidth: number; boxHeight: number };

export function proposalRepository(scope: Scope): ProposalRepository {
  const one = async (statement: Statement, value: string): Promise<Proposal | null> => {
    const [row] = await scope.run<Row>(statement, [value]);
    return row === undefined ? null : toProposal(row);
  };
  return {
    async put({ memberId, proposedBy, expiresAt, pictureId, box }) {
      await scope.run(statements.discardOfMember, [memberId]);
      const rows = await scope.run<{ proposalId: RowId }>(statements.put, [
        memberId,
        proposedBy,
        expiresAt,
        pictureId,
        box.x,
        box.y,
        box.width,
        box.height,
      ]);
      return onlyRow(rows).proposalId;
    },
    find: (proposalId) => one(statements.find, proposalId),
    findByMember: (memberId) => one(statements.findByMember, memberId),
    async close(proposalId) {
      return (await scope.run(statements.close, [proposalId])).length > 0;
    },
    async discardOfMember(memberId) {
      await scope.run(statements.discardOfMember, [memberId]);
    },
    async discard(proposalId) {
      return (await scope.run(statements.discard, [proposalId])).length > 0;
    },
    async discardExpired() {
      return (await scope.run(statements.discardExpired, [])).length;
    },
  };
}

function toProposal({ boxX, boxY, boxWidth, boxHeight, ...proposal }: Row): Proposal {
  return { ...proposal, box: { x: boxX, y: boxY, width: boxWidth, height: boxHeight } };
}
