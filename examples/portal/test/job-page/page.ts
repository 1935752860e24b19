// A host's page with one job, named in the address: `#job=…&token=…`.
// oxlint-disable-next-line import/no-unassigned-import
import "@ennead/react-widgets/progress/element";

const wanted = new URLSearchParams(location.hash.slice(1));
const element = document.createElement("ennead-job-progress");
element.setAttribute("job", wanted.get("job") ?? "");
element.setAttribute("token", wanted.get("token") ?? "");
element.setAttribute("heading", "Counting");
element.addEventListener("ennead-job-end", (event) => {
  document.title = `ended: ${(event as CustomEvent<{ readonly state: string }>).detail.state}`;
});
document.querySelector("main")?.append(element);
