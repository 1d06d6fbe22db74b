import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { failure } from "../src/ipc/fake/failure";
import { fakeHost } from "../src/ipc/fake/host";
import { ANA, REFUSED } from "../src/ipc/fake/practice";
import { groupEvents } from "../src/kit/event-groups";
import { calendarDay, moment } from "../src/kit/format";
import { button, confirm, heading, marked, open } from "./open";

const NAME = "What Ramp would have done";
const drawer = () => screen.findByRole("complementary", { name: NAME });
const openNews = async (scenario: string) => {
  const opened = await open(scenario);
  await opened.user.click(await button(NAME));
  return { ...opened, news: await drawer() };
};
const kinds = (within: HTMLElement) =>
  [...within.querySelectorAll<HTMLElement>("[data-event]")].map((line) => line.dataset.event);

test.each(["connect", "connected", "mappings", "preview", "test", "done", "returning"])(
  "the list opens from %s, and closes again",
  async (scenario) => {
    const { user } = await openNews(scenario);
    expect(await button(NAME)).toHaveAttribute("aria-expanded", "true");
    await user.click(await button("Close"));
    await waitFor(() => expect(screen.queryByRole("complementary")).toBeNull());
    await waitFor(async () => expect(await button(NAME)).toHaveFocus());
  },
);

test("before practice there is nothing to list", async () => {
  await open();
  expect(screen.queryByRole("button", { name: NAME })).toBeNull();
});

test("an empty list says what will be here and when", async () => {
  const { news } = await openNews("connected");
  expect(await within(news).findByText("Nothing has happened in the practice Ramp yet")).toBeVisible();
  expect(within(news).getByText(/Provision one person under Test one user/)).toBeVisible();
});

test("the latest comes first, each request under its person, refusals by shape and word", async () => {
  const { news } = await openNews("connected-busy");
  await within(news).findByText("10 events");
  const people = within(news).getAllByRole("heading", { level: 3 });
  expect(people.map((head) => head.firstChild?.textContent)).toEqual([
    "Jonas Weber",
    "Tomasz Zieliński",
    "Ana Silva",
    "Tomasz Zieliński",
  ]);
  expect(kinds(news).slice(0, 3)).toEqual([
    "refused-department-missing",
    "email-change-waits",
    "location-created",
  ]);
  const refused = marked("data-event", "refused-department-missing");
  expect(refused).toHaveAttribute("data-event-tone", "fail");
  expect(refused).toHaveTextContent(/^Refused: Jonas Weber/);
  expect(within(refused).getByRole("button", { name: "Rule R3" })).toBeVisible();
});

test("a rule's chip opens its text, and Esc closes first the text, then the list", async () => {
  const { user, news } = await openNews("connected-busy");
  await user.click(await within(news).findByRole("button", { name: "Rule R11" }));
  expect(await screen.findByText(/waits until the person confirms it/)).toBeVisible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByText(/waits until the person confirms it/)).toBeNull());
  expect(news).toBeVisible();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("complementary")).toBeNull());
  expect(fakeHost.argsOf("go_to_step")).toEqual([]);
});

test("an email that waits is confirmed in its person's name", async () => {
  const { user, news } = await openNews("connected-busy");
  expect(await within(news).findByText(/tomasz.zielinski@contoso.example waits/)).toBeVisible();
  await user.click(await button("Confirm as Tomasz Zieliński"));
  expect(await within(news).findByText("Tomasz Zieliński confirmed the new email")).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Confirm as/ })).toBeNull();
  await waitFor(() => expect(news).toContainElement(document.activeElement as HTMLElement));
  expect(fakeHost.argsOf("confirm_practice_email")).toEqual([
    { userId: "0f6b2d11-4c83-4f52-8f0b-6c1f1f0d2a55" },
  ]);
});

test("while it is open it follows what happens, asking only for what is new", async () => {
  const { news } = await openNews("connected");
  await within(news).findByText("Nothing has happened in the practice Ramp yet");
  fakeHost.world.pages.invite();
  expect(await within(news).findByText("Invite sent to Ana Silva, from the account owner")).toBeVisible();
  fakeHost.world.pages.putBack();
  expect(await within(news).findByText("Ana Silva deactivated")).toBeVisible();
  expect(kinds(news)).toHaveLength(6);
  expect(fakeHost.argsOf("get_practice_news").at(-1)).toMatchObject({ after: 5 });
});

test("what is gone in Ramp goes from the list", async () => {
  const { news } = await openNews("connected-busy");
  await within(news).findByText("10 events");
  const { pages } = fakeHost.world;
  pages.tell(ANA, [["R10", "user-deactivated", "Ana Silva deactivated"]]);
  pages.events = pages.events.slice(-1);
  expect(await within(news).findByText("1 event")).toBeVisible();
  expect(kinds(news)).toEqual(["user-deactivated"]);
});

test("of a long list the latest are shown first, and the rest on demand", async () => {
  await open("connected");
  for (let times = 0; times < 250; times += 1) fakeHost.world.pages.tell(ANA, REFUSED);
  const user = (await import("@testing-library/user-event")).default.setup();
  await user.click(await button(NAME));
  const news = await drawer();
  expect(await within(news).findByText("the latest 200")).toBeVisible();
  await user.click(await button("Show earlier events"));
  expect(await within(news).findByText("250 events")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Show earlier events" })).toBeNull();
});

test("a list that can't be read says so and stays open", async () => {
  await open("connected");
  fakeHost.replace("get_practice_news", () => {
    throw failure({ code: "practice.data", message: "The practice data cannot be used." });
  });
  (await button(NAME)).click();
  expect(await within(await drawer()).findByText("The practice data cannot be used.")).toBeVisible();
});

test("a run tells just what it caused, and leads to the whole list", async () => {
  const { user } = await open("test");
  fakeHost.world.pages.busyDay();
  await user.click(await button("Dry run"));
  await screen.findByText("An invite mail goes out. It can’t be called back.");
  expect(screen.queryByRole("region", { name: NAME })).toBeNull();

  await user.click(await button("Provision Ana Silva"));
  const card = await screen.findByRole("region", { name: NAME });
  expect(kinds(card)).toHaveLength(5);
  expect(within(card).getByText("Invite sent to Ana Silva, from the account owner")).toBeVisible();

  await user.click(await button("Clean up"));
  await screen.findByText("Ana Silva is deactivated in Ramp again.");
  const after = await screen.findByRole("region", { name: NAME });
  expect(await within(after).findByText("Ana Silva deactivated")).toBeVisible();

  await user.click(within(after).getByRole("button", { name: "The whole list" }));
  expect(await within(await drawer()).findByText("16 events")).toBeVisible();
});

test("a refused run tells the refusal", async () => {
  await open("test-refused");
  const card = await screen.findByRole("region", { name: NAME });
  expect(kinds(card)).toEqual(["refused-department-missing"]);
});

test("there is room for one drawer: the one opened last", async () => {
  const { user } = await openNews("test-real");
  await user.click(await button(/Match/));
  expect(await screen.findByRole("complementary", { name: "Match" })).toBeVisible();
  expect(screen.getAllByRole("complementary")).toHaveLength(1);
  await user.click(await button(NAME));
  await drawer();
  await waitFor(() => expect(screen.getAllByRole("complementary")).toHaveLength(1));
});

test("the open list stays when the step changes, and goes with the practice", async () => {
  const { user } = await openNews("connected");
  await user.click(await button("Next: Connect Entra"));
  await heading("Connect Entra");
  expect(await drawer()).toBeVisible();
  await user.click(await button("Back"));
  await heading("Connect Ramp");
  await user.click(await button("Back"));
  await user.click(await button("Start over"));
  await confirm(user, "Forget all this", "the API token, also in the keychain");
  await user.click(await button("Start practising"));
  await heading("Connect Ramp");
  expect(screen.queryByRole("complementary")).toBeNull();
});

test("one request's events stand together", () => {
  const at = (number: number, userId: string | null, time: string) => ({
    number,
    time: `2026-11-24T14:02:${time}Z`,
    rule: "R8",
    kind: "invite-sent",
    userId,
    userName: userId,
    sentence: "",
  });
  const numbers = groupEvents([
    at(1, "ana", "01.000"),
    at(2, "ana", "01.004"),
    at(3, "rui", "01.005"),
    at(4, "ana", "01.006"),
    at(5, "ana", "09.000"),
    at(6, null, "09.001"),
  ]).map((group) => group.events.map((event) => event.number));
  expect(numbers).toEqual([[6], [5], [4], [3], [1, 2]]);
});

test("a time of today is told to the second, another day by its date", () => {
  const now = new Date(2026, 10, 24, 15, 0, 0);
  expect(moment(new Date(2026, 10, 24, 14, 2, 9).toISOString(), now)).toBe("14:02:09");
  expect(moment(new Date(2026, 10, 23, 14, 2, 9).toISOString(), now)).toBe("23 Nov, 14:02");
  expect(moment("not a time", now)).toBe("not a time");
  expect(calendarDay("2026-11-24")).toBe("24 Nov");
  expect(calendarDay("some day")).toBe("some day");
});
