// Formulas change size when they are typeset. So that nothing a reader looks at jumps, a page keeps back what
// follows its first formula until the formulas on the screen are done; the rest follows in small portions.
(() => {
  const PATIENCE = 4000; // milliseconds: on a slow line raw formulas are better than none
  const PORTION = 25;
  const root = document.documentElement;
  const show = () => root.classList.remove("typesetting");
  root.classList.add("typesetting");
  const waiting = setTimeout(show, PATIENCE);

  async function typeset() {
    const formulas = [...document.querySelectorAll(".math")];
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const near = (formula) => {
      // A formula far down a table sets the width of its columns, and so the height of every row.
      const { top, bottom } = (formula.closest("table") ?? formula).getBoundingClientRect();
      return formula.checkVisibility?.() !== false && bottom > -innerHeight && top < 2 * innerHeight;
    };
    // Above the place a link leads to, every formula counts.
    const first = target ? formulas : formulas.filter(near);
    await MathJax.typesetPromise(first);
    target?.scrollIntoView();
    show();
    const done = new Set(first);
    const rest = formulas.filter((formula) => !done.has(formula));
    while (rest.length) {
      await new Promise((resume) => setTimeout(resume));
      await MathJax.typesetPromise(rest.splice(0, PORTION));
    }
  }

  // MathJax was deferred, so it has run by now; who waits for its promise waits for every formula.
  document.addEventListener("DOMContentLoaded", () => {
    clearTimeout(waiting);
    if (!window.MathJax?.startup) return show();
    MathJax.startup.promise = MathJax.startup.promise.then(typeset).finally(show);
  });
})();
