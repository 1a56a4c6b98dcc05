// The network of actors; the table below it says the same.
const figure = document.getElementById("net");
const MOST = 45; // edges that can be told apart

function tint(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

async function draw() {
  const elements = await (await fetch(figure.dataset.graph)).json();
  elements.edges = elements.edges.slice(0, MOST); // the most told of come first
  const ends = new Set(elements.edges.flatMap((edge) => [edge.data.source, edge.data.target]));
  elements.nodes = elements.nodes.filter((node) => ends.has(node.data.id));
  const colours = {
    seeks: tint("--seeks"), gives: tint("--gives"), sanctions: tint("--rule"), forbids: tint("--rule"),
    talks: tint("--event"), attacks: tint("--ink"),
  };
  const lines = {seeks: "dashed", gives: "solid", sanctions: "solid", forbids: "dotted", talks: "dotted", attacks: "solid"};
  const most = Math.max(...elements.edges.map((edge) => edge.data.claims));
  const heaviest = Math.max(...elements.nodes.map((node) => node.data.weight));
  figure.hidden = false;
  const net = cytoscape({
    container: figure,
    elements,
    minZoom: 0.3,
    maxZoom: 3,
    style: [
      {selector: "node", style: {
        label: "data(name)", color: tint("--ink"), "font-family": getComputedStyle(document.body).fontFamily,
        "font-size": 13, "text-valign": "bottom", "text-margin-y": 4, "background-color": tint("--accent"),
        "text-outline-color": tint("--paper"), "text-outline-width": 2,
        width: (node) => 10 + 26 * Math.sqrt(node.data("weight") / heaviest),
        height: (node) => 10 + 26 * Math.sqrt(node.data("weight") / heaviest),
      }},
      {selector: "edge", style: {
        "curve-style": "bezier", "target-arrow-shape": "triangle", "arrow-scale": 0.9, opacity: 0.75,
        "line-color": (edge) => colours[edge.data("relation")],
        "target-arrow-color": (edge) => colours[edge.data("relation")],
        "line-style": (edge) => lines[edge.data("relation")],
        width: (edge) => 1 + 4 * (edge.data("claims") / most),
      }},
      {selector: ".far", style: {opacity: 0.12}},
    ],
  });
  const room = {x1: 0, y1: 0, w: figure.clientWidth, h: figure.clientHeight};
  net.layout({name: "cose", animate: false, randomize: false, idealEdgeLength: 140, nodeRepulsion: 200000, gravity: 2,
    boundingBox: room, padding: 30, nodeDimensionsIncludeLabels: true}).run();
  // However far the drawing had to shrink, names stay as large as the text around it.
  net.style().selector("node").style({"font-size": 13 / net.zoom(), "text-outline-width": 2 / net.zoom()}).update();
  net.on("tap", "node, edge", (event) => { location.href = event.target.data("href"); });
  net.on("mouseover", "node", (event) => net.elements().not(event.target.closedNeighborhood()).addClass("far"));
  net.on("mouseout", "node", () => net.elements().removeClass("far"));
}

draw();
