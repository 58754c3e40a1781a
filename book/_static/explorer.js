/* Explorers: sliders and a plot of formulas that SymPy has printed. Nothing is fetched, nothing is evaluated from text.
 * The page brings a picture of each explorer; it is replaced here, and stays for paper. */
"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const MARGIN = { top: 10, right: 26, bottom: 46, left: 58 };
  const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  const made = (name, attributes = {}, ...content) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...content);
    return element;
  };
  const drawn = (name, attributes = {}, text = "") => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };

  const power = (exponent) =>
    `10${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map((d) => SUPERSCRIPT[d]).join("")}`;
  const number = (value) => {
    const short = Number(value.toPrecision(4)) + 0;
    if (short !== 0 && (Math.abs(short) < 1e-3 || Math.abs(short) >= 1e6)) {
      const [digits, exponent] = value.toExponential(2).split("e");
      const factor = String(Number(digits)).replace("-", "−");
      return factor === "1" ? power(Number(exponent)) : `${factor} × ${power(Number(exponent))}`;
    }
    return short.toLocaleString("en-US", { maximumSignificantDigits: 4 }).replace("-", "−");
  };

  /* A place between 0 and 1 for a value, and the ticks of an axis. */
  const scale = (low, high, log) => {
    const by = log ? Math.log10 : (value) => value;
    return (value) => (by(value) - by(low)) / (by(high) - by(low));
  };
  const ticks = (low, high, log, wanted) => {
    if (!log) {
      const rough = (high - low) / wanted;
      const unit = 10 ** Math.floor(Math.log10(rough));
      const step = [1, 2, 5, 10].map((factor) => factor * unit).find((each) => each >= rough * 0.999);
      const first = Math.ceil(low / step - 1e-9);
      const last = Math.floor(high / step + 1e-9);
      return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step).map((at) => ({
        at, label: number(Number(at.toPrecision(12))),
      }));
    }
    const first = Math.floor(Math.log10(low));
    const last = Math.ceil(Math.log10(high));
    const every = Math.max(1, Math.ceil((last - first) / wanted));
    const found = [];
    for (let exponent = first; exponent <= last; exponent += 1) {
      for (const factor of last - first <= 3 ? [1, 2, 5] : [1]) {
        const at = Number(`${factor}e${exponent}`);
        const shown = factor === 1 ? (exponent - first) % every === 0 : last - first <= 2;
        if (at >= low * 0.999 && at <= high * 1.001) found.push({ at, label: !shown ? "" : Math.abs(exponent) > 3 && factor === 1 ? power(exponent) : number(at) });
      }
    }
    return found;
  };

  class Panel {
    constructor(home, { data, formulas }) {
      Object.assign(this, { home, data, formulas });
      this.identity = `explorer-${data.id}`;
      this.plot = drawn("svg", { class: "explorer-plot", role: "img", "aria-label": this.summary() });
      this.readout = made("output", { class: "explorer-readout", "aria-live": "polite", id: `${this.identity}-readout` });
      this.sliders = data.sliders.map((slider, i) => this.control(slider, i));
      this.readout.setAttribute("for", this.sliders.map(({ input }) => input.id).join(" "));
      const reset = made("button", { type: "button", class: "explorer-reset" }, "Back to the first values");
      reset.addEventListener("click", () => this.reset());
      const live = made(
        "div", { class: "explorer-live", role: "group", "aria-label": data.title },
        made("div", { class: "explorer-controls" }, ...this.sliders.map(({ row }) => row)),
        this.legend(), this.plot, this.readout, reset,
      );
      const figure = home.querySelector("figure");
      figure.insertBefore(live, figure.querySelector("figcaption"));
      home.classList.add("explorer-running");
      this.turned();
      // The plot is drawn to its own width, so that its letters keep their size on a phone.
      new ResizeObserver(() => this.plot.clientWidth !== this.width && this.draw()).observe(this.plot);
    }

    summary() {
      const { sliders, curves, y } = this.data;
      return `Plot of ${y.says} against ${sliders[0].label}: ${curves.map(({ says }) => says).join("; ")}. ` +
        "The values at the place of the first slider are told below it.";
    }

    control(slider, index) {
      const id = `${this.identity}-${index}`;
      const input = made("input", {
        type: "range", id, min: 0, max: slider.values.length - 1, step: 1, value: slider.start, autocomplete: "off",
      });
      const shown = made("span", { class: "explorer-value", "aria-hidden": "true" });
      const label = made("label", { for: id }, index === 0 ? `Read at: ${slider.label}` : slider.label);
      input.addEventListener("input", () => this.turned());
      return { input, shown, row: made("div", { class: "explorer-control" }, label, shown, input) };
    }

    legend() {
      const sample = (kind) => {
        const line = drawn("svg", { class: "explorer-sample", viewBox: "0 0 34 10", "aria-hidden": "true" });
        line.append(drawn("path", { class: kind, d: "M0 5H34" }));
        return line;
      };
      const rows = this.data.curves.map(({ says }, i) => made("li", {}, sample(`explorer-curve curve-${i}`), says));
      let line = 0;
      for (const mark of this.data.marks) {
        if (mark.line) rows.push(made("li", {}, sample(`explorer-mark mark-${line++}`), `${mark.says} (upright line)`));
      }
      rows.push(made("li", {}, sample("explorer-here"), "where the curves are read (upright line)"));
      return made("ul", { class: "explorer-legend" }, ...rows);
    }

    reset() {
      this.sliders.forEach(({ input }, i) => { input.value = this.data.sliders[i].start; });
      this.turned();
    }

    /* One curve or mark at a place; null where it is absent. */
    at(part, index, place) {
      const value = this.formulas[index](place, ...this.values.slice(1), ...this.data.fixed);
      return Number.isFinite(value) && !(part.absent && value <= 0) ? value : null;
    }

    turned() {
      this.values = this.sliders.map(({ input }, i) => this.data.sliders[i].values[Number(input.value)]);
      this.sliders.forEach(({ input, shown }, i) => {
        shown.textContent = number(this.values[i]);
        input.setAttribute("aria-valuetext", number(this.values[i]));
      });
      this.read();
      this.draw();
    }

    read() {
      const { curves, marks, sliders } = this.data;
      const told = (part, i) => {
        const value = this.at(part, i, this.values[0]);
        return `${part.says}: ${value === null ? part.absent || "no value" : number(value)}`;
      };
      const here = made("p", {}, `At ${sliders[0].letter} = ${number(this.values[0])}, ${this.data.y.says}:`);
      const rows = curves.map((curve, i) => made("li", {}, told(curve, i)));
      const facts = marks.map((mark, i) => made("li", {}, told(mark, curves.length + i)));
      this.readout.replaceChildren(here, made("ul", {}, ...rows));
      if (facts.length) this.readout.append(made("p", {}, "At these settings:"), made("ul", {}, ...facts));
    }

    draw() {
      const { data } = this;
      this.width = Math.max(260, this.plot.clientWidth || 640);
      const height = Math.round(Math.min(380, Math.max(250, this.width * 0.6)));
      const box = {
        left: MARGIN.left, right: this.width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom,
      };
      const first = data.sliders[0];
      const paths = data.curves.map((curve, i) => data.points.map((place) => this.at(curve, i, place)));
      const high = data.y.high ?? this.reach(paths);
      const [across, up] = [scale(first.low, first.high, first.log), scale(data.y.low, high, data.y.log)];
      const x = (value) => box.left + across(value) * (box.right - box.left);
      const y = (value) => box.bottom - up(value) * (box.bottom - box.top);
      const clip = `${this.identity}-clip`;
      const frame = drawn("clipPath", { id: clip });
      frame.append(drawn("rect", {
        x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top,
      }));
      const inside = drawn("g", { "clip-path": `url(#${clip})` });
      inside.append(...this.uprights(first, x, box));
      paths.forEach((path, i) => inside.append(drawn("path", {
        class: `explorer-curve curve-${i}`, d: this.line(path, x, y),
      })));
      data.curves.forEach((curve, i) => {
        const value = this.at(curve, i, this.values[0]);
        if (value !== null && (!data.y.log || value > 0)) inside.append(drawn("circle", {
          class: `explorer-dot dot-${i}`, cx: x(this.values[0]).toFixed(1), cy: y(value).toFixed(1), r: 4,
        }));
      });
      this.plot.setAttribute("viewBox", `0 0 ${this.width} ${height}`);
      this.plot.setAttribute("height", height);
      this.plot.replaceChildren(frame, ...this.axes(first, high, x, y, box, height), inside);
    }

    reach(paths) {
      const most = Math.max(...paths.flat().filter((value) => value !== null), this.data.y.low);
      const unit = 10 ** Math.floor(Math.log10(most - this.data.y.low || 1));
      return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((factor) => this.data.y.low + factor * unit).find((each) => each >= most);
    }

    line(path, x, y) {
      let pen = "M";
      let written = "";
      path.forEach((value, i) => {
        const placed = value === null || (this.data.y.log && value <= 0) ? NaN : y(value);
        if (!Number.isFinite(placed)) { pen = "M"; return; }
        // Far outside the frame a coordinate says nothing more.
        written += `${pen}${x(this.data.points[i]).toFixed(1)} ${Math.max(-1e4, Math.min(1e4, placed)).toFixed(1)}`;
        pen = "L";
      });
      return written;
    }

    uprights(first, x, box) {
      const upright = (at, kind) => drawn("path", { class: kind, d: `M${x(at).toFixed(1)} ${box.top}V${box.bottom}` });
      const lines = this.data.marks
        .map((mark, i) => ({ mark, at: this.at(mark, this.data.curves.length + i, this.values[0]) }))
        .filter(({ mark }) => mark.line)
        .map(({ at }, i) => ({ at, kind: `explorer-mark mark-${i}` }))
        .filter(({ at }) => at !== null && at >= first.low && at <= first.high);
      return [
        ...lines.map(({ at, kind }) => upright(at, kind)),
        upright(this.values[0], "explorer-here"),
      ];
    }

    axes(first, high, x, y, box, height) {
      const parts = [];
      const wanted = Math.max(3, Math.round((box.right - box.left) / 90));
      for (const { at, label } of ticks(first.low, first.high, first.log, wanted)) {
        parts.push(drawn("path", { class: "explorer-grid", d: `M${x(at).toFixed(1)} ${box.top}V${box.bottom + 4}` }));
        parts.push(drawn("text", { class: "explorer-tick", x: x(at).toFixed(1), y: box.bottom + 18, "text-anchor": "middle" }, label));
      }
      for (const { at, label } of ticks(this.data.y.low, high, this.data.y.log, 6)) {
        parts.push(drawn("path", { class: "explorer-grid", d: `M${box.left - 4} ${y(at).toFixed(1)}H${box.right}` }));
        parts.push(drawn("text", { class: "explorer-tick", x: box.left - 7, y: (y(at) + 4).toFixed(1), "text-anchor": "end" }, label));
      }
      parts.push(drawn("path", { class: "explorer-axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }));
      parts.push(drawn("text", {
        class: "explorer-label", x: (box.left + box.right) / 2, y: height - 8, "text-anchor": "middle",
      }, first.label));
      parts.push(drawn("text", {
        class: "explorer-label", "text-anchor": "middle",
        transform: `translate(13 ${(box.top + box.bottom) / 2}) rotate(-90)`,
      }, this.data.y.says));
      return parts;
    }
  }

  for (const explorer of globalThis.explorers ?? []) {
    const home = document.getElementById(`explorer-${explorer.data.id}`);
    if (home) new Panel(home, explorer);
  }
})();
