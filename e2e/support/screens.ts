/** Every screen of the application, with the way to it: for what has to hold on all of them (names, contrast, words, width), and for their pictures. */
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { Application } from './application';

/** Words of the window that lead from screen to screen. */
const words = {
  en: {
    newLab: /^New lab/,
    list: 'Paste a list',
    three: /^Three routers/,
    menu: 'Menu',
    find: 'Find or do',
    settings: 'Settings',
    open: 'Open a lab',
    doctor: 'What this computer can do',
    versions: 'Earlier saves',
    start: 'Start page',
    versionsCommand: 'Earlier saves',
    doctorCommand: 'What this computer can',
    about: 'About Nestwork',
    tour: 'Tour, one',
    programs: 'What this lab runs',
    help: 'Help',
    save: 'Save the lab',
    fileName: 'File name',
  },
  de: {
    newLab: /^Neues Lab/,
    list: 'Liste einfügen',
    three: /^Drei Router/,
    menu: 'Menü',
    find: 'Finden oder tun',
    settings: 'Einstellungen',
    open: 'Ein Lab öffnen',
    doctor: 'Was dieser Rechner kann',
    versions: 'Frühere Stände',
    start: 'Startseite',
    versionsCommand: 'Frühere Stände',
    doctorCommand: 'Was dieser Rechner',
    about: 'Über Nestwork',
    tour: 'Rundgang',
    programs: 'Was dieses Lab ausführt',
    help: 'Hilfe',
    save: 'Das Lab speichern',
    fileName: 'Dateiname',
  },
} as const;
type Words = (typeof words)[keyof typeof words];

async function findAndRun(page: Page, say: Words, typed: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const finder = page.getByRole('dialog', { name: say.find });
  await finder.getByRole('textbox').fill(typed);
  await expect(finder.getByRole('option', { name: new RegExp(`^${typed}`) }).first()).toHaveAttribute('data-highlighted', '');
  await page.keyboard.press('Enter');
  await expect(finder).toHaveCount(0);
}

/**
 * Goes through all screens. `look` is called on each, with its name; the window is then as a person would have it there.
 * @param home folder for the file that is saved on the way
 */
export async function throughScreens(
  page: Page,
  language: 'en' | 'de',
  home: string,
  look: (screen: string, page: Page) => Promise<void>,
): Promise<void> {
  const say = words[language];
  const window = new Application(page);
  const leave = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  await expect(page.getByRole('button', { name: say.three })).toBeVisible();
  await expect(page.locator('.status-bar .sign')).toBeVisible();
  await look('start', page);
  await page.getByRole('button', { name: say.list }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('r1 -- s1\ns1 -- h_1..h4');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await look('list', page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.getByRole('button', { name: say.newLab }).first().click();
  await expect(page.locator('.first-hints')).toBeVisible();
  await look('empty', page);
  await findAndRun(page, say, say.tour);
  await expect(page.locator('.tour')).toBeVisible();
  await look('tour', page);
  await page.locator('.tour').press('Escape');
  await findAndRun(page, say, say.start);

  await page.getByRole('button', { name: say.three }).first().click();
  await expect(window.device('r1')).toBeAttached();
  await page.keyboard.press('F5');
  await expect(window.device('h6')).toHaveAttribute('data-state', 'up', { timeout: 30_000 });
  await window.select('r1');
  await look('lab', page);

  await page.keyboard.press('Control+Shift+s');
  const dialog = page.getByRole('dialog', { name: say.save });
  await expect(dialog.locator('.file-list')).toBeVisible();
  await look('save', page);
  await dialog.getByLabel(say.fileName).fill(`${home}/picture.nestwork.json`);
  await page.keyboard.press('Enter');
  await expect(window.toast).toBeVisible();
  await look('saved', page);
  await window.device('h6').focus();
  await page.keyboard.press('Delete');
  await expect(window.device('h6')).toHaveCount(0);
  await page.keyboard.press('Control+s');
  await expect(window.toast).toContainText('picture.nestwork.json');

  await findAndRun(page, say, say.versionsCommand);
  await expect(page.getByRole('dialog', { name: say.versions }).locator('.lab-picture')).toBeVisible();
  await look('versions', page);
  await leave();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: say.find }).getByRole('textbox').fill('r1');
  await expect(page.getByRole('option', { name: /^r1/ }).last()).toBeVisible();
  await look('finder', page);
  await leave();
  await page.keyboard.press('Control+,');
  await expect(window.settings).toBeVisible();
  await look('settings', page);
  await window.settings.locator('nav button').last().click();
  await look('keys', page);
  await leave();
  await page.keyboard.press('F1');
  await expect(page.locator('.help')).toBeVisible();
  await look('help', page);
  await page.locator('.help').press('Escape');
  await findAndRun(page, say, say.doctorCommand);
  await expect(page.getByRole('dialog', { name: say.doctor }).getByRole('listitem').first()).toBeVisible();
  await look('doctor', page);
  await leave();
  await findAndRun(page, say, say.programs);
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('programs', page);
  await leave();
  await findAndRun(page, say, say.about);
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('about', page);
  await leave();
  await page.getByRole('button', { name: say.menu, exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('menu').nth(1)).toBeVisible();
  await look('menu', page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await window.device('r1').focus();
  await page.keyboard.press('ContextMenu');
  await expect(page.getByRole('menu')).toBeVisible();
  await look('context menu', page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+F11');
  await expect(page.locator('.palette')).toHaveCount(0);
  await look('projector', page);
  await page.keyboard.press('Shift+F11');
}
