// The words of a claim show its coding too, not only its mark; all claims of a stretch at once.
const cards = document.getElementById("cards");
let shown = "";

function show(ids) {
  if (ids === shown) return;
  shown = ids;
  cards.replaceChildren();
  for (const id of ids.split(" ").filter(Boolean)) {
    const card = document.getElementById("card-" + id).cloneNode(true);
    card.removeAttribute("id");
    card.classList.add("listed");
    cards.append(card);
  }
}

const text = document.getElementById("text");
document.body.classList.add("scripted");
for (const kind of ["pointerover", "focusin"]) {
  text.addEventListener(kind, (event) => {
    const mark = event.target.closest(".named");
    const piece = event.target.closest(".piece");
    if (mark) show(mark.id.slice(2));
    else if (piece) show(piece.dataset.claims);
  });
}
text.addEventListener("click", (event) => {
  const piece = event.target.closest(".piece");
  if (!piece || event.target.closest("a") || String(getSelection())) return;
  const named = document.getElementById("c-" + piece.dataset.claims.split(" ")[0]);
  if (named) named.querySelector("a").click();
});
