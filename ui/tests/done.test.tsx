import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { button, heading, marked, open } from "./open";

test("the title is the finding, and each line leads back to its step", async () => {
  const { user } = await open("done");
  expect(await heading("Provisioning works for Ana Silva")).toBeVisible();
  expect(screen.getByText("All 11 layers of the connection pass.")).toBeVisible();
  await user.click(within(marked("data-proven", "connect-ramp")).getByRole("button"));
  expect(await heading("Connect Ramp")).toBeVisible();
});

test("another person can be practised with", async () => {
  const { user } = await open("done");
  await user.click(await button("Practise with another person"));
  expect(await heading("Preview")).toBeVisible();
});
