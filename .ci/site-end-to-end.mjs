// Judges the documentation site in Chromium; prints what is wrong with it as a JSON list.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const { browser: executablePath, address, pages, pictures, searched, keep } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SCREENS = [
  ["wide", "light", { width: 1400, height: 1000 }],
  ["dark", "dark", { width: 1400, height: 1000 }],
  ["narrow", "light", { width: 400, height: 800 }],
  ["narrow-dark", "dark", { width: 400, height: 800 }],
];
// Of the theme: regions that scroll, which browsers let the keyboard reach, and unnamed groups of buttons.
const OF_THE_THEME = ["scrollable-region-focusable", "landmark-unique"];
const wrong = [];

const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
let where = "";
const say = (problem) => wrong.push(`${where}: ${problem}`);
page.on("console", (message) => say(`the console says: ${message.text()}`));
page.on("pageerror", (error) => say(`an error: ${error.message}`));
page.on("request", (request) => /^(data|blob):/.test(request.url()) || request.url().startsWith(address) || say(`asks another host: ${request.url()}`));

for (const name of pages) {
  for (const [screen, scheme, viewport] of pictures.includes(name) ? SCREENS : [SCREENS[0], SCREENS[3]]) {
    where = `${name}, ${screen}`;
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport(viewport);
    await page.goto(address + name, { waitUntil: "load" });
    const [width, heading, dark] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.querySelectorAll("h1").length,
      getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).slice(0, 3).every((part) => Number(part) < 60),
    ]);
    if (width > viewport.width) say(`the page is ${width} wide, and the screen ${viewport.width}`);
    if (heading !== 1) say(`${heading} headings of the first level`);
    if (dark !== (scheme === "dark")) say(`shown ${dark ? "dark" : "light"}`);
    if (pictures.includes(name)) {
      await page.screenshot({ path: `${keep}/${name.replaceAll("/", "-").replace(".html", "")}-${screen}.png` });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document.querySelector("article"), { resultTypes: ["violations"] }));
      for (const { id, help, nodes } of violations.filter((each) => !OF_THE_THEME.includes(each.id))) say(`axe: ${id}: ${help}: ${nodes[0].html.slice(0, 200)}`);
    }
  }
}
await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
await page.setViewport(SCREENS[0][2]);
for (const [text, wanted] of Object.entries(searched)) {
  where = `search for ${text}`;
  await page.goto(`${address}index.html`, { waitUntil: "networkidle0" });
  await search(text);
  const first = await found(address + wanted);
  if (!first) say("finds nothing");
  else if (first !== address + wanted) say(`finds ${first} first`);
  else {
    await page.screenshot({ path: `${keep}/search-${text.replaceAll(" ", "-")}.png` });
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    if (!page.url().startsWith(address + wanted)) say(`leads to ${page.url()}`);
  }
}
await browser.close();
console.log(JSON.stringify(wrong));

/** Type into the search, as the keyboard opens it. */
async function search(text) {
  await page.keyboard.down("Control");
  await page.keyboard.press("k");
  await page.keyboard.up("Control");
  await page.waitForFunction(() => [...document.querySelectorAll("*")].some((each) => each.shadowRoot?.querySelector("dialog[open] input")));
  await page.keyboard.type(text);
}

/** The address of the page that is found first, without its anchor and what was searched, as soon as it is the right one. */
async function found(wanted) {
  const first = (right) => {
    const [link] = [...document.querySelectorAll("*")].flatMap((each) => [...(each.shadowRoot?.querySelectorAll("ol a") ?? [])]);
    const address = link?.href.replace(/[?#].*/, "");
    return right && address !== right ? null : address;
  };
  await page.waitForFunction(first, { timeout: 3000 }, wanted).catch(() => null); // what is said then is what there is
  return page.evaluate(first, null);
}
