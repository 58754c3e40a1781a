// What the tests ask a page; runs in the page before anything else of it.
window.look = (() => {
  let shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });

  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const named = (element) =>
    `${element.localName}.${element.getAttribute("class") ?? ""}`.trim().replace(/\s+/g, ".");
  const TRANSPARENT = "rgba(0, 0, 0, 0),none,1,none";

  // Contrast depends on nothing but this: elements that agree in it need to be judged only once.
  function paint(element, known) {
    if (!element) return "";
    if (!known.has(element)) {
      const style = getComputedStyle(element);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter].join();
      known.set(element, paint(element.parentElement, known) + (own === TRANSPARENT ? "" : `${own};`));
    }
    return known.get(element);
  }

  function sample() {
    const known = new Map(), seen = new Set();
    for (const element of all("body *")) {
      element.removeAttribute("data-sample");
      const speaks = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
      if (!speaks && !element.placeholder) continue;
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const style = getComputedStyle(element);
      const key = [style.color, style.fontSize, style.fontWeight, style.textShadow, paint(element, known)].join("|");
      if (!seen.has(key)) element.dataset.sample = "";
      seen.add(key);
    }
  }

  const shown = (style) => [
    style.outlineStyle === "none" ? "" : style.outlineWidth + style.outlineColor,
    style.boxShadow, style.borderColor, style.backgroundColor, style.textDecorationLine,
  ].join("|");

  return {
    // A shift is reported with the frame after it.
    shift: async () => {
      for (let frame = 0; frame < 6; frame++) await new Promise((go) => requestAnimationFrame(go));
      return shift;
    },
    formulas: () => ({
      formulas: all("mjx-container").length,
      untypeset: all(".math").filter((m) => !m.querySelector("mjx-container")).length + all("mjx-merror").length,
      unspoken: all("mjx-container").filter((m) => !m.querySelector("mjx-assistive-mml math")).length,
    }),
    files: () => ["navigation", "resource"]
      .flatMap((type) => performance.getEntriesByType(type))
      .map((entry) => entry.name.replace(/[?#].*/, "")),
    // The theme lets the keyboard into boxes that scroll, a while after the window changed; a box that it
    // forgets is for axe to report.
    async settled() {
      const boxes = all("pre, .pst-scrollable-table-container");
      for (let tries = 0; tries < 100; tries++) {
        if (boxes.every((box) => box.scrollWidth <= box.clientWidth || box.tabIndex === 0)) return;
        await new Promise((resume) => setTimeout(resume, 50));
      }
    },
    unfold: () => all("details").forEach((part) => { part.open = true; }),
    overflow: () => document.documentElement.scrollWidth - innerWidth,
    captions: () => {
      const sizes = all("figcaption, caption, .caption-text").map((c) => parseFloat(getComputedStyle(c).fontSize));
      return sizes.length ? Math.min(...sizes) : null;
    },
    // The innards of formulas are MathJax's; thousands of elements without a text of their own.
    strip: () => all("mjx-container").forEach((formula) => { formula.textContent = "x"; }),
    async axe(options) {
      sample();
      axe.configure({ rules: [{ id: "color-contrast", selector: "[data-sample]" }] });
      const { violations } = await axe.run(document, options);
      return violations.flatMap((rule) => rule.nodes.map((node) => [rule.id, node.target.join(" ")]));
    },
    unringed: () => {
      const found = new Map();
      for (const element of all("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
        if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const kind = named(element);
        if (found.has(kind)) continue;
        element.blur();
        const before = shown(getComputedStyle(element));
        element.focus({ preventScroll: true });
        if (document.activeElement !== element) continue;
        found.set(kind, shown(getComputedStyle(element)) === before);
        element.blur();
      }
      return [...found].filter(([, unseen]) => unseen).map(([kind]) => kind);
    },
    moving: () => all("*").filter((element) => {
      const style = getComputedStyle(element);
      return style.animationName !== "none" || /[1-9]/.test(style.transitionDuration) || style.scrollBehavior === "smooth";
    }).map(named),
  };
})();
