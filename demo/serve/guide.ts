import type { Reader } from '../inspect/reader.ts';
import type { GuideStep, StepName } from '../protocol.ts';
import type { Scene } from '../scene.ts';

interface Done {
  readonly name: StepName;
}

/**
 * Which steps are done, from what Kith recorded itself: however the visitor did them, they count. `vanish` is a
 * search after the withdrawal.
 */
const doneText = `with mine as (select * from audit where guild_id = $1), withdrawn as (
  select min(audit_id) as id from mine where action = 'withdraw' and actor_id = $2
)
select 'enrol' as name from mine where action = 'enrol' and actor_id = $2
union select 'ask' from mine, withdrawn where action = 'search' and (withdrawn.id is null or audit_id < withdrawn.id)
union select 'propose' from mine where action = 'propose'
union select 'accept' from mine where action = 'enrol' and actor_id = $3
union select 'backfill' from backfill where guild_id = $1 and state = 'done'
union select 'withdraw' from withdrawn where id is not null
union select 'vanish' from mine, withdrawn where action = 'search' and audit_id > withdrawn.id`;

/** The tour: what can be done, in which order, and what of it is done. */
export class Guide {
  readonly #reader: Reader;
  readonly #scene: Scene;
  readonly #directIdOfAnn: string;
  #done: ReadonlySet<StepName> = new Set();

  /** @param directIdOfAnn the channel in which Kith asks Ann. */
  constructor(reader: Reader, scene: Scene, directIdOfAnn: string) {
    this.#reader = reader;
    this.#scene = scene;
    this.#directIdOfAnn = directIdOfAnn;
  }

  get steps(): GuideStep[] {
    const { franck, ann, mo, general, album } = this.#scene;
    const step = (
      name: StepName,
      personaId: string,
      channelId: string,
      command: GuideStep['command'],
    ): GuideStep => ({ name, done: this.#done.has(name), personaId, channelId, command });
    const whois = { path: 'whois', options: {}, samples: { photo: 'franckLater.jpg' } };
    return [
      step('enrol', franck.id, general.id, {
        path: 'enroll',
        options: {},
        samples: { photo: 'franckAtHisDesk.jpg' },
      }),
      step('ask', ann.id, general.id, whois),
      step('propose', mo.id, general.id, {
        path: 'enroll',
        options: { person: ann.id },
        samples: { photo: 'ann.jpg' },
      }),
      step('accept', ann.id, this.#directIdOfAnn, null),
      step('backfill', mo.id, album.id, {
        path: 'backfill start',
        options: { channel: album.id },
        samples: {},
      }),
      step('withdraw', franck.id, general.id, { path: 'privacy withdraw', options: {}, samples: {} }),
      step('vanish', ann.id, general.id, whois),
    ];
  }

  /** Looks again. @returns whether another step is done. */
  async look(): Promise<boolean> {
    const { club, franck, ann } = this.#scene;
    const rows = await this.#reader.read<Done>(doneText, [club.guild.id, franck.id, ann.id]);
    const before = this.#done.size;
    this.#done = new Set([...this.#done, ...rows.map(({ name }) => name)]);
    return this.#done.size > before;
  }
}
