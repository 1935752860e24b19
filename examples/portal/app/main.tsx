import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./App.tsx";

const root = document.querySelector("#portal");
if (root === null) throw new Error("The page has no element #portal.");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
