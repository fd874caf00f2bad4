import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { photo } from '../../demo/photos.ts';
import { type Page as ServedPage, startPage } from '../../demo/serve/page.ts';
import { type DemoWorld, startWorld } from '../../demo/world.ts';
import { seriousFindings } from './accessibility.ts';
import { chromiumArguments, findChromium } from './chromium.ts';
import { Visitor } from './visitor.ts';

const executablePath = findChromium();
const title =
  executablePath === null
    ? 'the page (skipped: no Chromium on PATH, and CHROMIUM_PATH is not set)'
    : 'the page';

describe.skipIf(executablePath === null)(title, () => {
  let world: DemoWorld;
  let served: ServedPage;
  let browser: Browser;
  /** What went wrong in the pages, if anything did. */
  const faults: string[] = [];

  beforeAll(async () => {
    world = await startWorld();
    served = await startPage(world);
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: chromiumArguments });
  });

  afterAll(async () => {
    await browser.close();
    await served.stop();
    await world.stop();
  });

  afterEach(() => {
    expect(faults.splice(0)).toEqual([]);
  });

  async function visit(options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 920 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => faults.push(String(error.stack)));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('request', (request) => {
      if (!/^(http:\/\/127\.0\.0\.1:|blob:|data:)/.test(request.url())) faults.push(`asked ${request.url()}`);
    });
    await page.goto(served.url);
    const visitor = new Visitor(page);
    await visitor.replies.first().waitFor();
    return visitor;
  }

  it('leads through the whole story, and notices each step', async () => {
    const visitor = await visit({ colorScheme: 'light' });
    const { page } = visitor;
    await visitor.picture('demo-start');
    expect(await seriousFindings(page)).toEqual([]);

    await visitor.doStep();
    await visitor.lastReply.getByRole('button', { name: 'Accept' }).waitFor();
    await visitor.picture('enroll', visitor.lastReply.locator('.container'));
    await visitor.press('Accept');
    await visitor.stepsDone(1);
    expect(await visitor.lastReply.textContent()).toMatch(/Remembered.*Only you can see this/);

    await page.getByRole('button', { name: 'Under the hood' }).click();
    const stored = page.getByRole('region', { name: 'What was stored' });
    for (const table of ['person', 'consent', 'picture', 'face']) {
      await stored.getByText(table, { exact: true }).waitFor();
    }

    await visitor.doStep();
    await visitor.stepsDone(2);
    await visitor.lastReply.getByText('likely').waitFor();
    await page.locator('.nearest').getByText('Franck').waitFor();
    await visitor.picture('demo-whois');
    expect(await seriousFindings(page)).toEqual([]);

    await visitor.setUpStep();
    await visitor.picture('demo-command');
    await visitor.send();
    await visitor.stepsDone(3);
    await visitor.lastReply.getByText('I have asked').waitFor();

    await visitor.setUpStep();
    await visitor.press('See the photo and decide');
    await visitor.press('Accept');
    await visitor.stepsDone(4);

    await visitor.doStep();
    await visitor.lastReply.getByText(/Indexing|About to index|Indexed/).waitFor();
    await visitor.stepsDone(5);
    await visitor.lastReply.getByText('Indexed').waitFor();
    await visitor.lastReply.getByText(/faces kept of/).waitFor();
    await visitor.picture('demo-backfill');
    await visitor.picture('backfill', visitor.lastReply.locator('.container'));

    await visitor.doStep();
    await visitor.press('Erase it all');
    await visitor.stepsDone(6);
    await stored.getByText('consent', { exact: true }).click();
    await stored.locator('.row-view.erased').first().waitFor();
    await visitor.picture('demo-withdraw');

    await visitor.doStep();
    await visitor.stepsDone(7);
    await visitor.lastReply.getByText('somebody I do not know').waitFor();
    await page.getByText('That is all of it').waitFor();
  });

  it('answers a picture that is dropped, and shows its distances, rows, SQL and plan', async () => {
    const visitor = await visit({ colorScheme: 'dark' });
    const { page } = visitor;
    await visitor.become('Ann');
    const { bytes } = await photo('visitor');
    await visitor.drop('my own photo.jpg', Buffer.from(bytes));
    await page.getByRole('button', { name: 'Ask who this is' }).click();
    await visitor.lastReply.getByText('I do not recognise this person').waitFor();

    await page.getByRole('button', { name: 'Under the hood' }).click();
    await page.getByRole('region', { name: 'Faces', exact: true }).locator('tbody tr').waitFor();
    await page.getByRole('region', { name: 'What was stored' }).getByText('audit', { exact: true }).waitFor();
    const sql = page.getByRole('region', { name: 'SQL', exact: true });
    const search = sql.locator('details', { hasText: 'face.nearest-people-1' });
    await search.getByText('face.nearest-people-1').click();
    await search.getByText(/descriptor_low <-> query.low/).waitFor();
    await search.getByRole('button', { name: 'Explain, analyse' }).click();
    await sql.getByText(/Execution Time/).waitFor();
    await page.getByRole('region', { name: 'Details' }).evaluate((details) => {
      details.scrollTop = 0;
    });
    await visitor.picture('demo-dark');
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('lets several people enrol with one photo, and shows them to who asks', async () => {
    // The reply is taken as a picture, so that all of it has to be seen at once.
    const visitor = await visit({ colorScheme: 'light', viewport: { width: 1280, height: 1600 } });
    const { page } = visitor;
    for (const [name, face] of [
      ['Ada', 'Face 2'],
      ['Zoe', 'Face 1'],
    ] as const) {
      await visitor.become(name);
      await page.getByRole('combobox', { name: 'Message to #general' }).fill('/enroll');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Sample photos' }).click();
      await page.getByRole('button', { name: 'friends.jpg' }).click();
      await visitor.send();
      await visitor.press('Accept');
      await page.getByRole('button', { name: 'Choose a face' }).click();
      await page.getByRole('option', { name: face }).click();
      await visitor.replies
        .getByText(/^(Remembered|I now know you from)/)
        .last()
        .waitFor();
    }
    await visitor.become('Mo');
    await visitor.goTo('album');
    const message = visitor.replies.filter({ hasText: 'First evening at the hut' });
    await message.hover();
    await message.getByRole('button', { name: 'What can be done with this message' }).click();
    await page.getByRole('menuitem', { name: 'Who is this?' }).click();
    const reply = visitor.lastReply.locator('.container');
    await reply.getByText('I recognise 2 of 3 faces').waitFor();
    await visitor.picture('whois', reply);
    await visitor.press('Name a face');
    const form = page.getByRole('dialog', { name: 'Who is it?' });
    await form.getByRole('button', { name: 'Member of this server' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
  });

  it('has the panel of settings, and changes them', async () => {
    const visitor = await visit({ colorScheme: 'light', viewport: { width: 1280, height: 1200 } });
    const { page } = visitor;
    await visitor.become('Ada');
    await page.getByRole('combobox', { name: 'Message to #general' }).fill('/settings');
    await page.keyboard.press('Enter');
    await visitor.send();
    const panel = visitor.lastReply.locator('.container');
    await panel.getByText('How Kith works in this server').waitFor();
    await panel.getByRole('button', { name: /^Channels I leave alone|^No channel is left alone/ }).click();
    await page.getByRole('option', { name: '#committee' }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Apply' }).click();
    await panel.getByRole('button', { name: /: #committee$/ }).waitFor();
    await visitor.picture('settings', panel);
    await panel.getByRole('button', { name: 'Change how long' }).click();
    const form = page.getByRole('dialog', { name: 'How long things are kept' });
    await form.getByRole('textbox', { name: 'The record, in days' }).fill('90');
    await form.getByRole('button', { name: 'Send' }).click();
    await panel.getByText('The record: 90 days').waitFor();
  });

  it('can be used by the keyboard alone', async () => {
    const visitor = await visit();
    const { page } = visitor;
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const field = page.getByRole('combobox', { name: 'Message to #general' });
    await field.focus();
    await page.keyboard.type('/privacy');
    await page.getByRole('option', { name: '/privacy status' }).waitFor();
    await visitor.picture('demo-commands');
    await field.focus();
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate<string>('document.activeElement.textContent');
    await expect.poll(focused).toBe('Send');
    await page.keyboard.press('Enter');
    await visitor.lastReply.getByText('What I hold about you in Climbing club').waitFor();

    const persona = page.getByRole('radio', { name: /Franck/ });
    await persona.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('radio', { name: /Ann/, checked: true }).waitFor();
    await field.focus();
    await page.keyboard.type('/backfill');
    await page.getByText('No command of that name is offered here.').waitFor();
  });

  it('shows everyone only what is theirs to see', async () => {
    const visitor = await visit();
    const { page } = visitor;
    await visitor.become('Mo');
    await visitor.goTo('committee');
    await visitor.replies.filter({ hasText: 'this one stays here' }).waitFor();
    await visitor.become('Sam');
    await page.getByRole('heading', { name: 'lobby' }).waitFor();
    expect(await page.getByRole('navigation').textContent()).not.toContain('Climbing club');
  });

  it('is at home on a phone, light and dark', async () => {
    const visitor = await visit({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      colorScheme: 'dark',
    });
    const { page } = visitor;
    expect(await visitor.overflow()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Servers and channels' }).click();
    await visitor.become('Mo');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Switch to light colours' }).click();
    const { bytes } = await photo('friends');
    await visitor.drop('friends.jpg', Buffer.from(bytes));
    expect(await visitor.overflow()).toBe(0);
    await page.getByRole('button', { name: 'Ask who this is' }).click();
    await visitor.lastReply.getByText(/faces/).first().waitFor();
    expect(await visitor.overflow()).toBe(0);
    await visitor.picture('demo-phone');
    await page.getByRole('button', { name: 'Under the hood' }).click();
    await page.getByRole('region', { name: 'What was stored' }).waitFor();
    expect(await visitor.overflow()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
  });
});
