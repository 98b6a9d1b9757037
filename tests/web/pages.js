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
const widths = [320, 768, 1280];
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

let faults = 0;
const fault = (file, text) => {
  faults += 1;
  if (faults <= 60) console.log(`${path.basename(file)}: ${text}`);
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
const measure = () => {
  const root = document.scrollingElement;
  const wide = root.scrollWidth > root.clientWidth
    ? [...document.body.querySelectorAll("*")]
        .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1)
        .slice(0, 3)
        .map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""}`)
    : null;
  return { wide, scroll: root.scrollWidth };
};

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

const audit = (page, options) => page.evaluate((o) => window.axe.run(document, o), options);
const withoutContrast = { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } };
const onlyContrast = { resultTypes: ["violations"], runOnly: ["color-contrast"] };
const onlyNarrow = { resultTypes: ["violations"], runOnly: ["target-size", "scrollable-region-focusable", "meta-viewport"] };

// Runs in the page. Contrast of all text by WCAG 2.2, each pair of colours once: axe takes half a minute for a
// long page, and sees to it in the short ones.
const contrasts = () => {
  const parse = (text) => (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const over = (top, below) => {
    const alpha = top[3] ?? 1;
    return [0, 1, 2].map((i) => top[i] * alpha + below[i] * (1 - alpha));
  };
  const backdrop = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      layers.push(colour);
      if ((colour[3] ?? 1) === 1) break;
    }
    const dark = getComputedStyle(document.documentElement).colorScheme.includes("dark") &&
      matchMedia("(prefers-color-scheme: dark)").matches;
    const canvas = dark ? [18, 18, 18] : [255, 255, 255];
    return layers.reverse().reduce((below, layer) => over(layer, below), canvas);
  };
  const channel = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = (c) => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const seen = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest("svg") || !element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const key = `${style.color} ${large} ${element.className} ${element.tagName}`;
    if (seen.has(key)) continue;
    const below = backdrop(element);
    const [bright, dim] = [luminance(over(parse(style.color), below)), luminance(below)].sort((a, b) => b - a);
    seen.set(key, { ratio: (bright + 0.05) / (dim + 0.05), large, text: walker.currentNode.data.trim().slice(0, 30) });
  }
  return [...seen.entries()]
    .filter(([, v]) => v.ratio < (v.large ? 3 : 4.5))
    .map(([key, v]) => `${v.ratio.toFixed(2)}:1 for "${v.text}" (${key})`);
};

const report = (file, where, results) => {
  for (const violation of results.violations) {
    const nodes = violation.nodes.slice(0, 2).map((node) => `${node.target} ${node.any[0]?.message ?? ""}`);
    fault(file, `${where}: ${violation.id}: ${violation.help} (${violation.nodes.length}): ${nodes.join("; ")}`);
  }
};

const print = async (page, file) => {
  const pdf = Buffer.from(await page.pdf({ format: "A4", preferCSSPageSize: true, printBackground: true, timeout: 120000 }));
  const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
  const letters = await page.evaluate(() => document.body.innerText.length);
  // A page of A4 holds some 3,000 letters; drawings and tables take more room than text.
  const most = 12 + Math.ceil(letters / 600);
  if (pages < 1 || pages > most) fault(file, `prints on ${pages} pages, ${most} would be many`);
  return pages;
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
  const { size } = fs.statSync(file);
  const [short, long] = [size < 30000, size > 300000]; // axe takes minutes for hundreds of rows
  for (const scheme of schemes) {
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: scheme },
      { name: "prefers-reduced-motion", value: "reduce" },
    ]);
    for (const width of widths) {
      await page.setViewport({ width, height: 900 });
      const { wide, scroll } = await page.evaluate(measure);
      if (wide) fault(file, `${width} px: ${scroll} px wide: ${wide.join(", ")}`);
      if (process.env.SCREENSHOTS)
        await page.screenshot({
          path: path.join(process.env.SCREENSHOTS, `${path.basename(file, ".html")}-${width}-${scheme}.png`),
          fullPage: true,
        });
    }
    for (const text of await page.evaluate(contrasts)) fault(file, `${scheme}: contrast of ${text}`);
    if (short) report(file, scheme, await audit(page, onlyContrast));
    if (scheme !== "light" || long) continue;
    report(file, "1280 px", await audit(page, withoutContrast));
    await page.setViewport({ width: 320, height: 900 });
    report(file, "320 px", await audit(page, onlyNarrow));
  }
  await page.emulateMediaFeatures([]);
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
  if (faults > 60) console.log(`and ${faults - 60} more`);
  process.exitCode = faults ? 1 : 0;
};

main();
