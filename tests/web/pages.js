// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at finished pages as readers will: valid HTML, in a browser at three widths in light and in dark, on
// paper. A page asks for nothing, runs nothing, is never wider than a telephone, and axe has nothing to say.
// usage: node pages.js CHROMIUM PAGE.html…    (NODE_PATH names where axe-core and the others are)
"use strict";
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const puppeteer = require("puppeteer-core");
const { HtmlValidate } = require("html-validate");

const [chromium, ...files] = process.argv.slice(2);
const axeSource = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const checks = fs.readFileSync(path.join(__dirname, "checks.js"), "utf8");
const widths = [320, 640, 768, 1280]; // 640: 1280 at 200 %
const schemes = ["light", "dark"];
const markup = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    "no-inline-style": "off", // widths of bars are data
    "long-title": "off",
    "no-trailing-whitespace": "off", // within notes, as typed
    "require-sri": "off",
    "prefer-native-element": ["error", { exclude: ["region"] }], // a box to scroll a table in
    "tel-non-breaking": "off", // figures are no telephone numbers
  },
});

const told = Number(process.env.FAULTS ?? 60);
let faults = 0;
const fault = (file, text) => {
  faults += 1;
  if (faults <= told) console.log(`${path.basename(file)}: ${text}`);
};

const validate = async (file) => {
  const report = await markup.validateFile(file);
  const messages = report.results.flatMap((result) => result.messages);
  for (const m of messages.slice(0, 5)) fault(file, `${m.line}:${m.column}: ${m.message} (${m.ruleId})`);
  if (messages.length > 5) fault(file, `and ${messages.length - 5} more faults of markup`);
};

// What a page must never do; the browser tells of it.
const watch = async (page, file) => {
  const own = pathToFileURL(file).href;
  const devtools = await page.createCDPSession();
  page.on("dialog", (dialog) => (fault(file, `a dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("console", (message) => fault(file, `the console: ${message.text().slice(0, 200)}`));
  page.on("pageerror", (error) => fault(file, `a script failed: ${error.message}`));
  page.on("popup", () => fault(file, "another window was opened"));
  page.on("framenavigated", (frame) => {
    if (frame.url() !== own && frame.url() !== "about:blank") fault(file, `went to ${frame.url()}`);
  });
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== own) fault(file, `asks for ${request.url().slice(0, 200)}`);
  });
  devtools.on("Debugger.scriptParsed", (script) => {
    if (!script.url.startsWith("pptr:")) fault(file, `ran a script at line ${script.startLine}`);
  });
  await devtools.send("Debugger.enable");
  return devtools;
};

// Runs in the page.
const drawings = () =>
  [...document.querySelectorAll("svg")].flatMap((svg) => {
    const text = new XMLSerializer().serializeToString(svg);
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    const numbers = /(?:NaN|undefined|Infinity)/.test(text) ? ["a number that is none"] : [];
    return parsed.querySelector("parsererror") ? ["not well-formed", ...numbers] : numbers;
  });

// SVG as it stands in the file, by an XML parser's rules: a browser's HTML parser forgives more.
const rawDrawings = (source) =>
  [...source.matchAll(/<svg[\s\S]*?<\/svg>/g)].map((match) => match[0]);
const parseXml = (texts) =>
  texts.map((text) => {
    const named = text.includes("xmlns=") ? text : text.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
    const error = new DOMParser().parseFromString(named, "image/svg+xml").querySelector("parsererror");
    return error ? error.textContent.slice(0, 200) : "";
  });

// axe looks at every page. Of its rules only color-contrast is slow, some 5 ms for each element with text, as it
// works out anew what lies below each (4,000 of them: 20 s): it is given one element for each way in which text is
// set. The others take 1 ms for each element, less without a selector worked out for each.
const audit = (page, options) => page.evaluate((o) => window.axe.run(document, o), options);
const withoutContrast = { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } };
const onlyContrast = { resultTypes: ["violations"], runOnly: ["color-contrast"] };
const onlyNarrow = { resultTypes: ["violations"], runOnly: ["target-size", "scrollable-region-focusable", "meta-viewport"] };
const auditContrast = (page) =>
  page.evaluate((o) => window.axe.run({ include: window.look.samples() }, o), onlyContrast);

// Asks the page by one of the checks of checks.js.
const ask = async (page, file, where, check, ...args) => {
  const found = await page.evaluate((c, a) => window.look[c](...a), check, args);
  for (const text of found) fault(file, `${where}: ${text}`);
};

const report = (file, where, results) => {
  for (const violation of results.violations) {
    const nodes = violation.nodes.slice(0, 2).map((node) => `${node.target} ${node.any[0]?.message ?? ""}`);
    fault(file, `${where}: ${violation.id}: ${violation.help} (${violation.nodes.length}): ${nodes.join("; ")}`);
  }
};

const MM = 96 / 25.4;

// What stands on a sheet: nothing is cut off at its side, no drawing in two.
const print = async (page, file) => {
  const across = fs.readFileSync(file, "utf8").includes("size:A4 landscape");
  const [wide, high] = across ? [267, 182] : [180, 269];
  await page.emulateMediaType("print");
  await page.setViewport({ width: Math.floor(wide * MM), height: Math.floor(high * MM) });
  await ask(page, file, "on paper", "room", 1.2); // a browser makes a page smaller that is a little too wide
  await ask(page, file, "on paper", "sheet", high * MM);
  await ask(page, file, "on paper", "texts");
  await ask(page, file, "on paper", "drawings");
  await page.emulateMediaType(null);
  const { size } = fs.statSync(file);
  if (size > 2e6) return 0; // a megabyte in one answer: a thousand sheets
  const pdf = Buffer.from(await page.pdf({ format: "A4", preferCSSPageSize: true, printBackground: true, timeout: 120000 }));
  const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
  const letters = await page.evaluate(() => document.body.innerText.length);
  // A page of A4 holds some 3,000 letters; drawings and tables take more room than text.
  const most = 12 + Math.ceil(letters / 600);
  if (pages < 1 || pages > most) fault(file, `prints on ${pages} pages, ${most} would be many`);
  return pages;
};

const media = (devtools, features) => devtools.send("Emulation.setEmulatedMedia", {
  features: Object.entries(features).map(([name, value]) => ({ name, value })),
});

// Somebody who has set text twice as large, and somebody who spaces it out (WCAG 1.4.4, 1.4.12).
const readers = {
  "text at 200 %": [1280, ":root{font-size:200%!important}"],
  "spaced out": [320, "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"],
};
const readBy = async (page, file) => {
  for (const [who, [width, css]] of Object.entries(readers)) {
    const style = await page.addStyleTag({ content: css });
    await page.setViewport({ width, height: 900 });
    await ask(page, file, who, "room");
    await style.evaluate((e) => e.remove());
  }
};

const look = async (browser, file) => {
  const page = await browser.newPage();
  const devtools = await watch(page, file);
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  const svgs = await page.evaluate(drawings);
  for (const text of svgs) fault(file, `a drawing: ${text}`);
  for (const text of await page.evaluate(parseXml, rawDrawings(fs.readFileSync(file, "utf8"))))
    if (text) fault(file, `a drawing as XML: ${text}`);
  if (!(await page.evaluate(() => document.documentElement.lang))) fault(file, "says no language");
  await devtools.send("Debugger.disable"); // scripts from here on are ours
  await page.evaluate(axeSource);
  await page.evaluate(checks);
  await ask(page, file, "structure", "structure");
  for (const scheme of schemes) {
    await media(devtools, { "prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce" });
    for (const width of widths) {
      await page.setViewport({ width, height: 900 });
      if (scheme === "light") await ask(page, file, `${width} px`, "room");
      if (process.env.SCREENSHOTS)
        await page.screenshot({
          path: path.join(process.env.SCREENSHOTS, `${path.basename(file, ".html")}-${width}-${scheme}.png`),
          fullPage: process.env.SCREENSHOTS_WHOLE !== undefined,
        });
    }
    await ask(page, file, scheme, "texts");
    await ask(page, file, scheme, "drawings");
    report(file, scheme, await auditContrast(page));
    // The reader's own few colours, as Windows gives them.
    await media(devtools, { "prefers-color-scheme": scheme, "forced-colors": "active" });
    await ask(page, file, `${scheme}, forced colours`, "texts");
    await ask(page, file, `${scheme}, forced colours`, "drawings");
    if (process.env.SCREENSHOTS)
      await page.screenshot({
        path: path.join(process.env.SCREENSHOTS, `${path.basename(file, ".html")}-forced-${scheme}.png`),
        fullPage: process.env.SCREENSHOTS_WHOLE !== undefined,
      });
  }
  await media(devtools, {});
  report(file, "1280 px", await audit(page, withoutContrast));
  await readBy(page, file);
  await page.setViewport({ width: 320, height: 900 });
  report(file, "320 px", await audit(page, onlyNarrow));
  const pages = await print(page, file);
  await page.close();
  return pages;
};

const main = async () => {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "kamplan-web-"));
  const browser = await puppeteer.launch({
    protocolTimeout: 240000,
    executablePath: chromium,
    userDataDir: profile,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--disable-extensions"],
  });
  try {
    for (const file of files) {
      await validate(file);
      const began = Date.now();
      const pages = await look(browser, path.resolve(file));
      if (process.env.VERBOSE) console.log(`${path.basename(file)}: ${pages} pages of A4, ${Date.now() - began} ms`);
    }
  } finally {
    await browser.close();
    fs.rmSync(profile, { recursive: true, force: true });
  }
  if (faults > told) console.log(`and ${faults - told} more`);
  process.exitCode = faults ? 1 : 0;
};

main();
