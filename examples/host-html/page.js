const report = document.querySelector("ennead-pivot");
const told = document.querySelector("#told");

// Your own server would hand out a token for whoever is signed in to your page; the demo gives one to anybody.
const signIn = async () => {
  const answer = await fetch("/demo/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user: "analyst" }),
  });
  return (await answer.json()).token;
};

let token;
report.getToken = ({ refresh }) => {
  if (refresh || token === undefined) token = signIn();
  return token;
};

report.defaultValue = {
  spec: {
    version: 1,
    source: "opportunity",
    rows: [{ name: "region", field: "region" }],
    cols: [{ name: "year", field: "closeDate", bucket: { kind: "date", grain: "year" } }],
    values: [{ name: "amount", agg: "sum", field: "amount", currency: "amount.currency" }],
  },
  view: {},
};

// The element says what was done in it; keep the value where you keep your page's state.
report.addEventListener("ennead-change", ({ detail }) => {
  const fields = [...detail.spec.rows, ...detail.spec.cols].map(({ field }) => field);
  told.textContent = `The report groups by: ${fields.join(", ") || "nothing"}.`;
});
