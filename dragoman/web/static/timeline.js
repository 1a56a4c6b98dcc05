// The timeline: a Vega-Lite chart, compiled when the pages were made, run by Vega's interpreter of
// expressions, which needs no eval.
const figure = document.getElementById("chart");

function tint(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

async function draw() {
  const [spec, data] = await Promise.all(
    [figure.dataset.spec, figure.dataset.rows].map(async (at) => (await fetch(at)).json()));
  const kinds = ["event", "seeks", "gives", "rule", "response", "assessment"];
  const shapes = ["circle", "triangle-left", "triangle-right", "square", "diamond", "cross"];
  const here = kinds.map((kind, i) => i).filter((i) => data.marks.some((row) => row.kind === data.kinds[i]));
  const ranges = {color: kinds.map((kind) => tint("--" + kind)), shape: shapes};
  for (const scale of spec.scales) {
    if (!ranges[scale.name]) continue;
    scale.domain = here.map((i) => data.kinds[i]);
    scale.range = here.map((i) => ranges[scale.name][i]);
  }
  for (const axis of spec.axes) if (axis.scale === "x" && axis.labels !== false) axis.format = "%Y-%m";
  const ink = tint("--ink"), line = tint("--line"), family = getComputedStyle(document.body).fontFamily;
  const config = {
    background: "transparent",
    style: {cell: {stroke: "transparent"}, "guide-label": {font: family, fontSize: 13, fill: ink}},
    legend: {columns: figure.clientWidth < 420 ? 2 : figure.clientWidth < 600 ? 3 : 6},
    axis: {gridColor: line, tickColor: line, domainColor: line},
  };
  delete spec.background;
  figure.hidden = false;
  const view = new charts.View(charts.parse(spec, config, {ast: true}), {
    expr: charts.expressionInterpreter, renderer: "canvas", container: figure, hover: true,
  });
  view.width(figure.clientWidth - 20).data("rows", data.marks);
  await view.runAsync();
  // Loading and following addresses is Vega's habit; here a mark is a link of this site alone.
  view.loader().sanitize = async (href) => ({href: new URL(href, location).origin === location.origin ? href : "#"});
  addEventListener("resize", () => view.width(figure.clientWidth - 20).runAsync());
}

draw();
