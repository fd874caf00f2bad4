import { readFile } from 'node:fs/promises';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '../../sandbox/index.ts';
import { facelessPhotos, franckFrames, groupPhotos, type Photo, portraits } from '../photos.ts';
import { file, type Stage, startStage } from './kith.ts';
import { metricNames, metricsIn, queriesOf, readText } from './metrics.ts';
import { at } from './stories.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage({ http: { host: '127.0.0.1', port: 0 } });
});

afterAll(async () => {
  await stage.stop();
});

/** One picture with that many faces: the tests' portraits and frames in a grid. */
async function crowdOf(count: number): Promise<Uint8Array> {
  const side = 360;
  const columns = 6;
  const single = [...portraits, ...franckFrames].slice(0, count);
  const tiles = await Promise.all(single.map(({ path }) => sharp(path).resize(side, side).toBuffer()));
  return await sharp({
    create: {
      width: side * columns,
      height: side * Math.ceil(tiles.length / columns),
      channels: 3,
      background: '#888',
    },
  })
    .composite(
      tiles.map((input, index) => ({
        input,
        left: side * (index % columns),
        top: side * Math.floor(index / columns),
      })),
    )
    .jpeg()
    .toBuffer();
}

/** A server of its own for each story, so that none sees another's people. */
function club(name: string) {
  const guild = stage.createGuild(name);
  const general = guild.createChannel({ name: 'general' });
  const join = (who: string, permissions?: bigint) =>
    guild.addMember({ name: who, ...(permissions !== undefined && { permissions }) }).in(general);
  return { guild, general, join };
}

type Place = ReturnType<ReturnType<typeof club>['join']>;

async function enrol(member: Place, photo: Photo) {
  const notice = await member.slash('enroll', { photo: await file(photo) });
  const working = await notice.press('Accept');
  return await working.next();
}

describe('enrolling with a photo', () => {
  it('asks for consent first, then remembers, and says so to nobody else', async () => {
    const { join } = club('Consent');
    const ann = join('Ann');
    const notice = await ann.slash('enroll', { photo: await file(at(franckFrames, 0)) });
    expect(notice.ephemeral).toBe(true);
    expect(notice.text).toMatch(/What is kept.*Who sees it/s);
    expect(await stage.database.sql('select 1 from face')).toHaveLength(0);

    const working = await notice.press('Accept');
    const done = await working.next();
    expect(done.text).toMatch(/Remembered/);
    expect(done.buttons).toHaveLength(0);

    const again = await ann.slash('enroll', { photo: await file(at(franckFrames, 5)) });
    expect(again.text).toMatch(/from 2 photos/);
  });

  it('keeps nothing after Decline, and the button works once', async () => {
    const { guild, join } = club('Decline');
    const notice = await join('Ann').slash('enroll', { photo: await file(at(franckFrames, 0)) });
    const declined = await notice.press('Decline');
    expect(declined.text).toMatch(/Nothing was kept/);
    const kept = await stage.database.sql('select 1 from person where guild_id = $1', [guild.id]);
    expect(kept).toHaveLength(0);
  });

  it('lets the member choose among several faces', async () => {
    const { join } = club('Group');
    const ann = join('Ann');
    const photo = await file(at(groupPhotos, 0));
    const notice = await ann.slash('enroll', { photo });
    const choice = await (await notice.press('Accept')).next();
    expect(choice.text).toMatch(/I see 3 faces/);
    expect(at(at(choice.galleries, 0), 0).description).toMatch(/3 faces/);
    expect(choice.files).toHaveLength(1);
    const done = await choice.select('Choose a face', ['Face 2']);
    expect(done.text).toMatch(/Remembered/);
    expect(done.files).toHaveLength(0);

    const found = await ann.slash('whois', { photo });
    expect(found.text).toMatch(/I recognise 1 of 3 faces/);
    expect(found.text).toMatch(/\*\*2\*\* · \*\*Ann\*\* \(<@\d+>\) · likely/);
  });

  it('keeps a copy of the photo without its metadata, and encrypted', async () => {
    const { guild, join } = club('Copy');
    const original = await sharp(at(franckFrames, 1).path)
      .withExif({ IFD0: { Copyright: 'kept-secret', Make: 'PhoneMaker' } })
      .jpeg()
      .toBuffer();
    const ann = join('Ann');
    const notice = await ann.slash('enroll', { photo: picture('me.jpg', original) });
    await (await notice.press('Accept')).next();
    const found = await ann.slash('whois', { photo: await file(at(franckFrames, 2)) });
    const copy = Buffer.from(at(found.files, 1).bytes());
    const metadata = await sharp(copy).metadata();
    expect(metadata).toMatchObject({ format: 'webp', width: 720, height: 576 });
    expect(metadata.exif).toBeUndefined();
    expect(copy.includes('kept-secret')).toBe(false);
    const [row] = await stage.database.sql<{ stored_copy: Buffer }>(
      'select stored_copy from picture where guild_id = $1',
      [guild.id],
    );
    expect(row?.stored_copy.includes(copy.subarray(100, 132))).toBe(false);
    expect(row?.stored_copy.subarray(0, 4).toString()).not.toBe('RIFF');
  });

  it('lets a moderator enrol somebody who is no member, on their word; others may not', async () => {
    const { join } = club('Named');
    const photo = await file(at(portraits, 3));
    const refused = await join('Ann').slash('enroll', { photo, name: 'Grandma' });
    expect(refused.text).toMatch(/Only moderators/);

    const mo = join('Mo', PermissionFlagsBits.ModerateMembers);
    const attestation = await mo.slash('enroll', { photo, name: '**Grandma** @everyone' });
    expect(attestation.text).toMatch(/not a member of this server/);
    const done = await (await attestation.press('They agreed')).next();
    expect(done.text).toContain('\\*\\*Grandma\\*\\*');

    const found = await join('Bo').slash('whois', { photo });
    expect(found.text).toMatch(/\\\*\\\*Grandma\\\*\\\*.*likely/);
    expect(found.pings).toHaveLength(0);
  });

  it('does not enrol another member, nor a face that is somebody else’s here', async () => {
    const { guild, general, join } = club('Others');
    const ann = guild.addMember({ name: 'Ann' });
    await enrol(ann.in(general), at(franckFrames, 0));
    const bo = join('Bo');
    const photo = await file(at(franckFrames, 4));
    const other = await bo.slash('enroll', { photo, person: ann });
    expect(other.text).toMatch(/members enrol themselves/);
    const notice = await bo.slash('enroll', { photo });
    const refused = await (await notice.press('Accept')).next();
    expect(refused.text).toMatch(/already enrolled for another person/);
    expect(refused.text).not.toContain('Ann');
    expect(await stage.database.sql('select 1 from person where guild_id = $1', [guild.id])).toHaveLength(1);
  });
});

describe('asking who it is', () => {
  it('finds the same man in other frames, shows his enrolment photo, and only to the asker', async () => {
    const { join } = club('Found');
    await enrol(join('Franck'), at(franckFrames, 0));
    const asker = join('Bo');
    for (const frame of [at(franckFrames, 4), at(franckFrames, 10)]) {
      const reply = await asker.slash('whois', { photo: await file(frame) });
      expect(reply.ephemeral).toBe(true);
      expect(reply.text).toMatch(/\*\*Franck\*\* \(<@\d+>\) · likely/);
      expect(reply.text).toMatch(/Enrolled on <t:\d+:D> by <@\d+>/);
      expect(reply.galleries.flat()).toHaveLength(2);
      for (const { name, bytes } of reply.files) {
        expect([name, (await sharp(await bytes()).metadata()).format]).toEqual([name, 'webp']);
      }
    }
  });

  it('answers in public when asked to', async () => {
    const { join } = club('Shared');
    const reply = await join('Bo').slash('whois', { photo: await file(at(franckFrames, 0)), share: true });
    expect(reply.ephemeral).toBe(false);
  });

  it('does not take different people for one another', async () => {
    const { join } = club('Strangers');
    await enrol(join('Franck'), at(franckFrames, 0));
    await enrol(join('Marc'), at(portraits, 9));
    const asker = join('Bo');
    for (const portrait of [at(portraits, 8), at(portraits, 15), at(portraits, 18)]) {
      const reply = await asker.slash('whois', { photo: await file(portrait) });
      expect(reply.text).toMatch(/I do not recognise this person/);
      expect(reply.text).toMatch(/somebody I do not know · unknown/);
    }
  });

  it('answers for each face of a group photo', async () => {
    const { join } = club('Crowd');
    const reply = await join('Bo').slash('whois', { photo: await file(at(groupPhotos, 4)) });
    expect(reply.text).toMatch(/I recognise none of 5 faces/);
    expect(reply.text.match(/· unknown/g)).toHaveLength(5);
  });

  it('says that a picture without faces has none', async () => {
    const { join } = club('Landscape');
    const reply = await join('Bo').slash('whois', { photo: await file(at(facelessPhotos, 0)) });
    expect(reply.text).toMatch(/I see no face/);
  });

  it('never finds in one server who is enrolled in another', async () => {
    const first = club('First');
    const second = club('Second');
    await enrol(first.join('Franck'), at(franckFrames, 0));
    const there = await second.join('Bo').slash('whois', { photo: await file(at(franckFrames, 0)) });
    expect(there.text).toMatch(/I do not recognise this person/);
    expect(there.text).not.toContain('Franck');
    expect(there.files).toHaveLength(1);
    const here = await first.join('Bo').slash('whois', { photo: await file(at(franckFrames, 0)) });
    expect(here.text).toContain('Franck');
  });
});

describe('bad input', () => {
  it.each<[string, () => Promise<Uint8Array>, RegExp]>([
    ['an empty file', async () => new Uint8Array(), /file is empty/],
    ['text', async () => Buffer.from('not a picture'), /not a picture that I can read/],
    [
      'an SVG named as JPEG',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      /not a picture that I can read/,
    ],
    [
      'a truncated photo',
      async () => (await readFile(at(franckFrames, 0).path)).subarray(0, 3_000),
      /damaged/,
    ],
    ['a tiny face', async () => await sharp(at(franckFrames, 0).path).resize(110).toBuffer(), /too small/],
    ['blurred faces', async () => await sharp(at(groupPhotos, 4).path).blur(5).toBuffer(), /too blurred/],
  ])('%s gets its own sentence from /enroll', async (_, make, sentence) => {
    const { join } = club('Bad input');
    const notice = await join('Ann').slash('enroll', { photo: picture('photo.jpg', await make()) });
    const reply = await (await notice.press('Accept')).next();
    expect(reply.text).toMatch(sentence);
    expect(reply.buttons).toHaveLength(0);
  });

  it('a file over the limit, and a crowd, are refused with the limit', async () => {
    const { guild, join } = club('Limits');
    guild.setAttachmentSizeLimit(50 * 2 ** 20);
    const bo = join('Bo');
    const large = await bo.slash('whois', { photo: picture('large.jpg', new Uint8Array(26 * 2 ** 20)) });
    expect(large.text).toMatch(/too large: 25 MB is the most/);
    const crowd = await bo.slash('whois', { photo: picture('crowd.jpg', await crowdOf(30)) });
    expect(crowd.text).toMatch(/There are \d+ faces in that picture; I can handle 25/);
  });

  it('tells when the picture cannot be fetched', async () => {
    const { join } = club('CDN');
    stage.discord.faults.cdn.inject(/./, { kind: 'status', status: 404 }, 2);
    const reply = await join('Bo').slash('whois', { photo: await file(at(franckFrames, 0)) });
    expect(reply.text).toMatch(/could not fetch/);
  });
});

describe('the log', () => {
  it('holds no name, token, signed URL or descriptor of all this', () => {
    const logged = stage.logged();
    expect(logged).toContain('"interaction":"whois"');
    for (const secret of [stage.bot.token, 'Franck', 'Grandma', 'hm=', 'descriptor']) {
      expect(logged).not.toContain(secret);
    }
  });
});

describe('the metrics', () => {
  let metrics: string;
  beforeAll(async () => {
    metrics = await (await fetch(stage.stateUrl('/metrics'))).text();
  });

  it('tell of all this', () => {
    for (const series of [
      'kith_command_seconds_count{command="whois",outcome="ok"}',
      'kith_command_seconds_count{command="whois",outcome="no-face"}',
      'kith_download_seconds_count{priority="interactive",outcome="download-failed"}',
      'kith_analysis_seconds_count{stage="wait",priority="interactive"}',
      'kith_search_seconds_count{for="people"}',
      'kith_faces_kept_total{origin="enrolment"}',
      'kith_discord_request_seconds_count{purpose="acknowledge",status="204"}',
      'kith_discord_request_seconds_count{purpose="reply",status="200"}',
      'kith_gateway_up{shard="0"}',
      'kith_database_up',
      'kith_vision_workers{state="idle"}',
      'kith_vision_worker_resident_bytes{worker="0"}',
    ]) {
      const [, value] = metrics.split(`\n${series} `);
      expect(Number.parseFloat(value ?? ''), series).toBeGreaterThan(0);
    }
    expect(metrics).toContain('\nkith_jobs{queue="walk",state="due"} 0\n');
    expect(metrics).not.toContain('kith_readings_failed_total{');
  });

  it('have no label for a server, a user, a name or a secret', () => {
    expect(metrics).not.toMatch(/="[^"]*\d{15,}/);
    for (const secret of [stage.bot.token, 'Franck', 'Grandma', 'Ann', 'Consent']) {
      expect(metrics).not.toContain(secret);
    }
  });

  it('are those that docs/observing.md lists, and what the dashboard asks for', async () => {
    const names = metricNames(metrics);
    const listed = [...(await readText('docs/observing.md')).matchAll(/^\| `(kith_\w+)`/gm)].map(
      ([, name]) => name,
    );
    expect(listed.toSorted()).toEqual(names.filter((name) => name.startsWith('kith_')).toSorted());
    const dashboard = JSON.parse(await readText('deploy/grafana/kith.json'));
    const queries = queriesOf(dashboard);
    expect(queries.length).toBeGreaterThan(20);
    for (const query of queries) {
      expect(metricsIn(query).length, query).toBeGreaterThan(0);
      for (const name of metricsIn(query)) expect(names, query).toContain(name);
    }
  });
});
