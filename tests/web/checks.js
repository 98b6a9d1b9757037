// SPDX-License-Identifier: GPL-3.0-or-later
// What pages.js asks of a page, from inside it: it is put into each as `look`. Each returns sentences of what is wrong.
"use strict";
window.look = (() => {
  const most = 3; // of one kind are told
  const name = (e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""}`;
  const some = (list, words) => (list.length ? [`${words}: ${list.slice(0, most).join("; ")} (${list.length})`] : []);
  const all = (selector) => [...document.body.querySelectorAll(selector)];

  // ---- room

  // Nothing stands out of the page by more than `times` its width, and nothing is cut off by its own box.
  const room = (times = 1) => {
    const root = document.scrollingElement;
    const edge = root.clientWidth * times + 1;
    const wide = root.scrollWidth > edge
      ? all("*").filter((e) => e.getBoundingClientRect().right > edge).map(name) : [];
    const cut = all(":not(svg *)").filter((e) => {
      const style = getComputedStyle(e);
      return style.overflowX !== "visible" && style.overflowX !== "auto" && e.scrollWidth > e.clientWidth + 1 &&
        !["hidden", "skip"].includes(e.className) && e.tagName !== "svg";
    });
    if (root.scrollWidth > edge && !wide.length) wide.push("something");
    return [...some(wide, `${root.scrollWidth} px wide`), ...some(cut.map(name), "cut off")];
  };

  // On a sheet so many pixels high: a drawing is not cut in two, but for lists of hundreds.
  const sheet = (high) => some(all("svg:not(.bar)")
    .filter((e) => e.getBoundingClientRect().height > high && e.querySelectorAll("text").length < 200)
    .map((e) => `${Math.round(e.getBoundingClientRect().height)} px`), "a drawing higher than a sheet");

  // ---- structure

  const structure = () => {
    const headings = all("h1,h2,h3,h4,h5,h6").map((h) => [Number(h.tagName[1]), h.textContent]);
    const steps = headings.filter(([level], i) => level > (i ? headings[i - 1][0] : 0) + 1).map(([, text]) => text);
    const mute = all("svg").filter((svg) => {
      if (svg.getAttribute("aria-hidden") === "true") return false;
      const said = (attribute) => (svg.getAttribute(attribute) ?? "").split(" ").filter(Boolean)
        .map((id) => document.getElementById(id)?.textContent.trim() ?? "").join(" ");
      return svg.getAttribute("role") !== "img" || !said("aria-labelledby") || said("aria-describedby").length < 10;
    });
    const tables = all("table").filter((table) =>
      !table.caption?.textContent.trim() || !table.querySelector("th[scope=col]"));
    const regions = all("[role=region]").filter((e) =>
      !document.getElementById(e.getAttribute("aria-labelledby") ?? "")?.textContent.trim());
    const moving = document.getAnimations().length ? ["animations"] : [];
    for (const e of all("*")) {
      const style = getComputedStyle(e);
      if (style.animationName !== "none" || parseFloat(style.transitionDuration) > 0) moving.push(name(e));
    }
    return [
      ...(headings.filter(([level]) => level === 1).length === 1 ? [] : ["not one h1"]),
      ...(all("main").length === 1 ? [] : ["not one main"]),
      ...some(steps, "a heading skips a level"),
      ...some(all("th:not([scope])").map((th) => th.textContent), "a table's head without scope"),
      ...some(tables.map((t) => t.textContent.trim().slice(0, 30)), "a table without caption or heads of columns"),
      ...some(mute.map((svg) => svg.id || name(svg)), "a drawing without words"),
      ...some(regions.map(name), "a region without a name"),
      ...some(moving, "moves"),
    ];
  };

  // ---- contrast, by WCAG 2.2

  const parse = (text) => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
    if (text.startsWith("color(srgb")) return [r * 255, g * 255, b * 255, a];
    return text === "none" || text === "transparent" ? [0, 0, 0, 0] : [r, g, b, a];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
  const channel = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = (c) => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const ratio = (a, b) => {
    const [bright, dim] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (bright + 0.05) / (dim + 0.05);
  };
  const canvas = () => {
    const probe = document.body.appendChild(document.createElement("div"));
    probe.style.cssText = "background:Canvas;forced-color-adjust:none";
    const colour = parse(getComputedStyle(probe).backgroundColor);
    probe.remove();
    return colour;
  };
  const backdrop = (element, bottom) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      layers.push(parse(getComputedStyle(e).backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), bottom);
  };

  // An element with text for each way in which text is set: where classes, colours and the classes around it are
  // the same, so is what the reader sees.
  const samples = () => {
    const seen = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || element.closest("svg") || !element.getClientRects().length) continue;
      const style = getComputedStyle(element);
      let key = `${style.color} ${style.fontSize} ${style.fontWeight} ${style.backgroundColor}`;
      for (let e = element; e !== document.body; e = e.parentElement) key += ` ${name(e)}`;
      if (!seen.has(key)) seen.set(key, element);
    }
    return [...seen.values()];
  };

  const texts = () => {
    const bottom = canvas();
    const pale = [];
    for (const element of samples()) {
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const below = backdrop(element, bottom);
      const found = ratio(over(parse(style.color), below), below);
      if (found < (large ? 3 : 4.5)) pale.push(`${found.toFixed(2)}:1 for "${element.textContent.trim().slice(0, 30)}" (${name(element)})`);
    }
    return some(pale, "contrast");
  };

  // Colour of an area or a text of a drawing, with all that makes it pale.
  const paint = (element, what) => {
    const style = getComputedStyle(element);
    const colour = parse(style[what]);
    colour[3] *= Number(style[`${what}Opacity`]) * Number(style.opacity);
    return colour;
  };
  const strokeWidth = (element) => {
    const style = getComputedStyle(element);
    return style.stroke === "none" ? 0 : parseFloat(style.strokeWidth);
  };

  // Text of drawings against what is painted below it, at fifteen points; and nothing is painted over it. Thin lines
  // do not count as a ground: text that may lie on them has a rim, which does.
  const WIDE = 3; // a rim, or a line that is more than one
  const drawings = () => {
    const bottom = canvas();
    const pale = [];
    const hidden = [];
    for (const svg of all("svg")) {
      const page = backdrop(svg.parentElement, bottom);
      const painted = [...svg.querySelectorAll("rect,circle,ellipse,path,polygon,polyline,line,text")];
      const shapes = painted.map((e, order) => ({ e, order, matrix: e.getScreenCTM(), box: e.getBoundingClientRect() }))
        .filter(({ e }) => e.tagName !== "text");
      for (const [order, text] of painted.entries()) {
        if (text.tagName !== "text" || !text.textContent.trim()) continue;
        const box = text.getBBox(), matrix = text.getScreenCTM(), on = text.getBoundingClientRect();
        const near = shapes.filter(({ box: b }) =>
          b.left <= on.right && b.right >= on.left && b.top <= on.bottom && b.bottom >= on.top);
        const colour = paint(text, "fill");
        const rim = strokeWidth(text) >= WIDE ? paint(text, "stroke") : null;
        let worst = 99, covered = 0;
        for (const x of [0.02, 0.25, 0.5, 0.75, 0.98]) {
          for (const y of [0.3, 0.5, 0.7]) {
            const at = new DOMPoint(box.x + box.width * x, box.y + box.height * y).matrixTransform(matrix);
            let below = page;
            for (const shape of near) {
              const point = at.matrixTransform(shape.matrix.inverse());
              const layers = [];
              if (shape.e.isPointInFill(point)) layers.push(paint(shape.e, "fill"));
              if (strokeWidth(shape.e) >= WIDE && shape.e.isPointInStroke(point)) layers.push(paint(shape.e, "stroke"));
              for (const layer of layers) {
                if (shape.order < order) below = over(layer, below);
                else if (layer[3] > 0.3) covered += 1;
              }
            }
            if (rim) below = over(rim, below);
            worst = Math.min(worst, ratio(over(colour, below), below));
          }
        }
        const words = `"${text.textContent.trim().slice(0, 30)}" (${name(text)})`;
        if (worst < 4.5) pale.push(`${worst.toFixed(2)}:1 for ${words}`);
        if (covered > 2) hidden.push(words);
      }
    }
    return [...some(pale, "contrast in a drawing"), ...some(hidden, "painted over in a drawing")];
  };

  return { room, sheet, structure, samples, texts, drawings };
})();
