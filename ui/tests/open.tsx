import { render, screen, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { expect } from "vitest";
import { App } from "../src/app/App";
import { createQueryClient } from "../src/app/query-client";
import { fakeHost } from "../src/ipc/fake/host";

/** Opens the wizard at a named place, as a start of the window would. */
export async function open(scenario?: string) {
  fakeHost.reset(scenario);
  const client = createQueryClient();
  const user = userEvent.setup();
  const view = render(<App client={client} />);
  await screen.findByRole("heading", { level: 1 });
  return { ...view, client, user };
}

export const heading = (name: string | RegExp) => screen.findByRole("heading", { level: 1, name });
export const button = (name: string | RegExp) => screen.findByRole("button", { name });

// Without a layout Fluent's focus trap can't see that the focus is inside, and hides the dialog too: found with `hidden`.
// In a browser the dialog is reachable; the whole page is looked at with axe there.
const hidden = { hidden: true };

/** Presses a button of the open confirmation, after a look at what it says. */
export async function confirm(user: UserEvent, name: string, said: string | RegExp) {
  const dialog = await screen.findByRole("alertdialog", hidden);
  expect(within(dialog).getByText(said)).toBeVisible();
  await user.click(within(dialog).getByRole("button", { name, ...hidden }));
}

/** An element by one of the attributes that end-to-end tests rely on. */
export function marked(attribute: string, value: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[${attribute}="${CSS.escape(value)}"]`);
  if (!found) throw new Error(`nothing has ${attribute}=${value}`);
  return found;
}
