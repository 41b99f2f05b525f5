// Does a little work while somebody writes, and puts its result into the form. Without it the comment
// may wait for an editor. `solved` of the field is settled when it is done, or when nothing comes of it.

const LONGEST = 20_000;

function solve(field) {
  return new Promise((done) => {
    const worker = new Worker(field.dataset.worker);
    const { salt, challenge, signature, numbers } = field.dataset;
    worker.addEventListener("message", ({ data }) => {
      if (data !== null) field.value = `${data}.${challenge}.${signature}`;
      worker.terminate();
      done();
    });
    worker.addEventListener("error", done);
    setTimeout(done, LONGEST);
    worker.postMessage({ salt, challenge, numbers: Number(numbers) });
  });
}

export function begin(field) {
  if (field.solved || !window.isSecureContext || !window.Worker) return;
  field.solved = solve(field);
}

document.querySelectorAll("form [data-puzzle]").forEach((field) => {
  begin(field);
  let isOver = !field.solved;
  field.solved?.then(() => { isOver = true; });
  field.form.addEventListener("submit", async (event) => {
    if (isOver) return;
    event.preventDefault();
    await field.solved;
    field.form.requestSubmit(event.submitter);
  });
});
