// Follows a reading without loading the page again.
const bar = document.getElementById("progress");

async function look() {
  const answer = await fetch(bar.dataset.reading);
  if (!answer.ok) return;
  const reading = await answer.json();
  if (reading.done) {
    location.reload(); // leads on to the report, or tells what failed
    return;
  }
  if (reading.size > 1) {
    bar.max = reading.size;
    bar.value = reading.read;
  }
  setTimeout(look, 700);
}

if (bar.dataset.done === "0") setTimeout(look, 500);
