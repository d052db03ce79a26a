// Judges HTML reports in Chromium; prints what is wrong with them as a JSON list.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const { browser: executablePath, keep, pages } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = new Set(
  ("html head meta title style body a header div p h1 h2 h3 nav ul li main section article dl dt dd span b code mark pre details " +
    "summary table caption thead tbody tr th td footer script button input label wbr svg defs marker g rect path text polyline").split(" "),
);
const WIDE = { width: 1400, height: 1000 };
const NARROW = { width: 400, height: 800 };
const PAPER = { width: 794, height: 1123 }; // A4
const wrong = [];

const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
for (const each of pages) {
  const say = (problem) => wrong.push(`${each.name}: ${problem}`);
  const page = await opened(each, say);
  await content(page, each, say);
  if (each.whole) {
    await readable(page, each, say);
  }
  if (each.filters) await filters(page, say);
  await page.close();
  await withoutScript(each, say);
}
await browser.close();
console.log(JSON.stringify(wrong));

/** A page with this report, of which every complaint of the browser and every request is noted. */
async function opened(each, say, script = true) {
  const page = await browser.newPage();
  const url = pathToFileURL(each.path).href;
  page.on("console", (message) => say(`the console says: ${message.text()}`));
  page.on("pageerror", (error) => say(`an error: ${error.message}`));
  page.on("dialog", (dialog) => {
    say(`a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on("request", (request) => request.url().split("#")[0] === url || say(`a request: ${request.url()}`));
  await page.setJavaScriptEnabled(script);
  await page.setViewport(WIDE);
  await page.goto(url, { waitUntil: "load" });
  return page;
}

/** Only our elements are there, and every text. */
async function content(page, each, say) {
  const found = await page.evaluate(() => ({
    text: document.body.innerText,
    tags: [...new Set([...document.querySelectorAll("*")].map((element) => element.localName))],
    scripts: document.scripts.length,
    active: [...document.querySelectorAll("*")].flatMap((element) =>
      element.getAttributeNames().filter((name) => name.startsWith("on") || ["src", "style", "srcdoc"].includes(name)),
    ),
    links: [...document.querySelectorAll("a")].map((link) => link.getAttribute("href")),
    ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
  }));
  const foreign = found.tags.filter((tag) => !TAGS.has(tag));
  if (foreign.length || found.scripts !== Number(each.filters) || found.active.length) {
    say(`foreign markup: ${foreign} ${found.active}, ${found.scripts} scripts`);
  }
  const ids = new Set(found.ids);
  if (ids.size !== found.ids.length) say("an id is there twice");
  for (const link of new Set(found.links)) {
    if (!link.startsWith("#") || !ids.has(link.slice(1))) say(`a link leads nowhere: ${link}`);
  }
  for (const text of each.texts) {
    if (!found.text.includes(text)) say(`not shown: ${JSON.stringify(text)}`);
  }
}

/** Everybody can read it: light and dark, wide and narrow, on paper. */
async function readable(page, each, say) {
  for (const [name, scheme, viewport] of [
    ["light", "light", WIDE],
    ["dark", "dark", WIDE],
    ["narrow", "light", NARROW],
    ["narrow-dark", "dark", NARROW],
  ]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport(viewport);
    await page.screenshot({ path: `${keep}/${each.name.replace(" ", "-")}-${name}.png`, fullPage: true });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > viewport.width) say(`${name}: the page is ${width} wide, and the screen ${viewport.width}`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const { id, help, nodes } of violations) say(`${name}: axe: ${id}: ${help}: ${nodes[0].html.slice(0, 200)}`);
  }
  await printed(page, each, say);
  await page.setViewport(WIDE);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
  await page.pdf({ path: `${keep}/${each.name.replace(" ", "-")}.pdf`, format: "A4", printBackground: false });
}

/** On paper everything is there, as wide as a sheet. */
async function printed(page, each, say) {
  await page.setViewport(PAPER);
  await page.emulateMediaFeatures([]);
  await page.emulateMediaType("print"); // after the features, which would take it back
  await page.screenshot({ path: `${keep}/${each.name.replace(" ", "-")}-printed.png`, fullPage: true });
  const { width, hidden } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    hidden: [...document.querySelectorAll("main svg, main table, main details > *")].filter(
      (element) => !element.checkVisibility(),
    ).length,
  }));
  if (width > PAPER.width) say(`printed: the page is ${width} wide, and the paper ${PAPER.width}`);
  if (hidden) say(`printed: ${hidden} pictures, tables or details are not visible`);
  await page.evaluate(axe);
  const rules = { resultTypes: ["violations"], runOnly: ["color-contrast", "svg-img-alt"] };
  const { violations } = await page.evaluate((options) => window.axe.run(document, options), rules);
  for (const { id, help, nodes } of violations) say(`printed: axe: ${id}: ${help}: ${nodes[0].html.slice(0, 200)}`);
  await page.emulateMediaType(null);
}

/** The cards filter, by mouse and by keyboard, and so does the search field. */
async function filters(page, say) {
  const state = () =>
    page.evaluate(() => ({
      kinds: [...document.querySelectorAll("[data-kind]")]
        .filter((item) => item.checkVisibility() && !item.closest("[hidden]"))
        .map((item) => item.dataset.kind.split(" ")),
      pressed: [...document.querySelectorAll("[aria-pressed=true]")].map((button) => button.dataset.filter),
      headings: [...document.querySelectorAll("main > section > h2")]
        .filter((heading) => heading.checkVisibility())
        .map((heading) => heading.parentElement)
        .filter((part) => part.querySelector("[data-kind]") && !part.querySelector("[data-kind]:not([hidden])")).length,
      empty: [...document.querySelectorAll("table")].filter((table) => table.checkVisibility() && !table.tBodies[0].innerText.trim()).length,
      focus: document.activeElement.dataset.filter ?? document.activeElement.id,
      status: document.querySelector("[role=status]").textContent,
    }));
  const names = await page.$$eval("button.card", (buttons) => buttons.map((button) => button.dataset.filter));
  const all = (await state()).kinds.length;
  const expect = async (wanted, how) => {
    const { kinds, pressed, headings, empty } = await state();
    const right = kinds.every((each) => !wanted.length || each.some((kind) => wanted.includes(kind)));
    if (!right || !kinds.length === (all > 0) || pressed.join() !== wanted.join()) say(`${how}: ${wanted} shows ${kinds.length}, pressed ${pressed}`);
    if (headings || empty) say(`${how}: ${headings} headings and ${empty} tables without a row`);
    if (!wanted.length && kinds.length !== all) say(`${how}: ${kinds.length} of ${all} are back`);
  };
  for (const name of names) {
    await page.click(`button.card[data-filter="${name}"]`);
    await expect([name], "mouse");
    await page.click(`button.card[data-filter="${name}"]`);
    await expect([], "mouse again");
  }
  await page.focus(".skip");
  for (const [number, name] of names.entries()) {
    for (let presses = 0; presses < 200 && (await state()).focus !== name; presses += 1) await page.keyboard.press("Tab");
    await page.keyboard.press(number % 2 ? "Enter" : "Space");
    await expect(names.slice(0, number + 1), "keyboard");
  }
  await page.type("#contains", "no such text anywhere");
  if ((await state()).kinds.length || (all && (await state()).status !== "Nothing fits")) say("the search finds what is not there");
  await page.$$eval(".filters button", ([button]) => button.click());
  await expect([], "show all");
}

/** Without scripts everything is there, and nothing that would not work. */
async function withoutScript(each, say) {
  const page = await opened(each, say, false);
  const [buttons, hidden] = await page.evaluate(() => [
    document.querySelectorAll("button, input").length,
    [...document.querySelectorAll("[data-kind]")].filter((item) => !item.checkVisibility()).length,
  ]);
  if (buttons || hidden) say(`without scripts: ${buttons} buttons, ${hidden} entries not visible`);
  await content(page, each, say);
  await page.close();
}
