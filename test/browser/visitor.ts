import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';

const images = fileURLToPath(new URL('../../docs/images', import.meta.url));

/** Does on the page what somebody who tries it does, by what they see. */
export class Visitor {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async become(name: string): Promise<void> {
    await this.page.locator('.persona', { hasText: name }).click();
    await this.page.getByText(`You act as`).waitFor();
  }

  async goTo(channel: string): Promise<void> {
    await this.page.locator('.place', { hasText: channel }).first().click();
  }

  /** Has the tour prepare its next step, and sends the command off. */
  async doStep(): Promise<void> {
    await this.setUpStep();
    await this.send();
  }

  async setUpStep(): Promise<void> {
    await this.page.getByRole('button', { name: 'Set it up for me' }).click();
  }

  async send(): Promise<void> {
    await this.page.locator('.command-form').getByRole('button', { name: 'Send' }).click();
  }

  /** Presses a button of a reply. */
  async press(label: string): Promise<void> {
    await this.replies.getByRole('button', { name: label, exact: true }).last().click();
  }

  /** Waits until the tour has noticed that so many steps are done. */
  async stepsDone(count: number): Promise<void> {
    await this.page
      .locator('.step.done')
      .nth(count - 1)
      .waitFor();
  }

  /** Drops a file on the page, as from a folder. */
  async drop(name: string, bytes: Buffer): Promise<void> {
    const data = await this.page.evaluateHandle(`(() => {
      const content = Uint8Array.from(atob('${bytes.toString('base64')}'), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], ${JSON.stringify(name)}, { type: 'image/jpeg' }));
      return transfer;
    })()`);
    await this.page.dispatchEvent('body', 'drop', { dataTransfer: data });
  }

  get replies(): Locator {
    return this.page.locator('.message');
  }

  get lastReply(): Locator {
    return this.replies.last();
  }

  /** Of the page's width beyond the screen's: nothing may have to be scrolled sideways. */
  async overflow(): Promise<number> {
    return await this.page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
  }

  /** Keeps what is seen as one of the documentation's pictures. */
  async picture(name: string, of?: Locator): Promise<void> {
    await this.page.evaluate('document.activeElement?.blur()');
    await this.picturesLoaded();
    const shot = await (of ?? this.page).screenshot({ animations: 'disabled' });
    await mkdir(images, { recursive: true });
    await sharp(shot)
      .webp({ quality: 86 })
      .toFile(join(images, `${name}.webp`));
  }

  async picturesLoaded(): Promise<void> {
    await this.page.waitForFunction(
      '[...document.images].every((image) => image.complete || image.loading === "lazy")',
    );
  }
}
