// Charts of figures: where a reader comes to one, the server's picture is drawn anew to be asked for its numbers.
(() => {
  const own = document.currentScript;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const plain = (words) => String(words).replace(/[{}]/g, "");
  const DASHES = ["solid", [7, 4], [2, 3], [10, 3, 2, 3], [5, 2], [1, 4]];
  const MARKS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"];
  let library;

  function load() {
    library ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = own.dataset.echarts;
      script.onload = () => done(window.echarts);
      script.onerror = failed;
      document.head.append(script);
    });
    return library;
  }

  function said(data, at) {
    const figures = data.series.map((one) =>
      data.series.length > 1 ? `${one.name}: ${one.words[at]}` : one.words[at],
    );
    return [data.names[at], ...figures].map(plain);
  }

  function common(data) {
    const ink = token("--ink"), soft = token("--ink-2"), rule = token("--rule"), ground = token("--ground");
    return {
      animation: !calm.matches,
      animationDuration: 120,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      legend: { show: data.series.length > 1, top: 0, left: 0, textStyle: { color: soft }, itemGap: 16 },
      tooltip: {
        trigger: "axis",
        renderMode: "richText",
        confine: true,
        backgroundColor: ground,
        borderColor: rule,
        textStyle: { color: ink },
        axisPointer: { type: data.kind === "bar" ? "shadow" : "line" },
        formatter: (points) => said(data, points[0].dataIndex).join("\n"),
      },
    };
  }

  function bars(data, wide) {
    const primary = token("--primary"), light = token("--chart-light"), soft = token("--ink-2");
    return {
      ...common(data),
      grid: { left: 0, right: 72, top: data.series.length > 1 ? 36 : 8, bottom: 0, containLabel: true },
      xAxis: { type: "value", show: false },
      yAxis: {
        type: "category",
        inverse: true,
        data: data.names.map(plain),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: token("--ink") } },
        axisLabel: { color: token("--ink"), width: wide ? 220 : 110, overflow: "truncate" },
      },
      series: data.series.map((one, number) => ({
        type: "bar",
        name: plain(one.name),
        data: one.values,
        barMaxWidth: 14,
        itemStyle: { color: number ? light : primary, borderColor: primary, borderWidth: 1 },
        label: {
          show: true,
          position: "right",
          color: soft,
          formatter: (point) => plain(one.words[point.dataIndex]),
        },
      })),
    };
  }

  function lines(data) {
    const rule = token("--rule"), soft = token("--ink-2");
    const inks = [1, 2, 3, 4, 5, 6].map((number) => token(`--chart-${number}`));
    return {
      ...common(data),
      grid: { left: 0, right: 16, top: data.series.length > 1 ? 60 : 32, bottom: 0, containLabel: true },
      xAxis: {
        type: "category",
        data: data.names.map(plain),
        boundaryGap: false,
        axisLabel: { color: soft },
        axisLine: { lineStyle: { color: rule } },
      },
      yAxis: {
        type: "value",
        scale: true,
        min: data.level === null ? undefined : (range) => Math.floor(Math.min(range.min, data.level) * 10) / 10,
        max: data.level === null ? undefined : (range) => Math.ceil(Math.max(range.max, data.level) * 10) / 10,
        name: plain(data.unit),
        nameTextStyle: { color: soft, align: "left" },
        axisLabel: { color: soft },
        splitLine: { lineStyle: { color: rule } },
      },
      series: data.series.map((one, number) => ({
        type: "line",
        name: plain(one.name),
        data: one.values,
        connectNulls: false,
        symbol: MARKS[number % MARKS.length],
        symbolSize: 7,
        lineStyle: { width: 2.2, type: DASHES[number % DASHES.length] },
        itemStyle: { color: inks[number % inks.length] },
        markLine: number || data.level === null ? undefined : {
          silent: true,
          symbol: "none",
          label: { show: false },
          lineStyle: { color: token("--ink"), type: "solid", width: 1 },
          data: [{ yAxis: data.level }],
        },
      })),
    };
  }

  function keys(box, chart, data) {
    const live = document.createElement("p");
    live.className = "unseen";
    live.setAttribute("aria-live", "polite");
    box.after(live);
    let at = -1;
    box.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") chart.dispatchAction({ type: "hideTip" });
      if (!step) return;
      event.preventDefault();
      at = Math.min(data.names.length - 1, Math.max(0, at + step));
      chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at });
      live.textContent = said(data, at).join(", ");
    });
  }

  async function draw(box) {
    const data = JSON.parse(box.parentElement.querySelector('script[type="application/json"]').textContent);
    const echarts = await load();
    const place = document.createElement("div");
    place.className = "chart-drawn";
    place.setAttribute("aria-hidden", "true");
    const rows = data.names.length * (data.series.length > 1 ? 40 : 28) + 44;
    place.style.height = `${data.kind === "bar" ? rows : 340}px`;
    box.append(place);
    box.classList.add("is-drawn");
    box.setAttribute("aria-label", box.dataset.chart);
    const chart = echarts.init(place, null, { renderer: "canvas" });
    const option = () => (data.kind === "bar" ? bars(data, place.clientWidth > 560) : lines(data));
    chart.setOption(option());
    new ResizeObserver(() => {
      chart.resize();
      chart.setOption(option());
    }).observe(place);
    keys(box, chart, data);
  }

  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((one) => one.isIntersecting)) {
        seen.unobserve(entry.target);
        draw(entry.target).catch(() => entry.target.classList.remove("is-drawn"));
      }
    },
    { rootMargin: "200px" },
  );
  for (const box of document.querySelectorAll("[data-chart]")) seen.observe(box);
})();
