import type { Exchange, Layer, ProbeLayer, ProbeReport } from "../bindings";

export const SCIM_URL = "http://127.0.0.1:8917/scim/v2";

const FACTS: [Layer, string, number][] = [
  ["url-shape", "Loopback, no query, does not end in /Users", 0],
  ["dns", "127.0.0.1 is an address, no name to look up", 1],
  ["tcp", "Port 8917 is open", 2],
  ["tls", "Not needed on this computer", 0],
  ["http", "Answers by itself, no proxy page in between", 8],
  ["authorization", "The token is accepted", 14],
  ["scim-shape", "application/scim+json, a proper list", 13],
  ["filter", "Nobody found is an empty list", 12],
  ["users", "12 people can be read", 21],
  ["groups", "An empty list, as Entra needs", 9],
  ["service-provider-config", "PATCH and filter are declared", 7],
];

export function exchange(
  method: string,
  path: string,
  status: number,
  body: unknown,
  answer: unknown,
): Exchange {
  return {
    purpose: "looks for someone who cannot exist",
    request: {
      method,
      url: `${SCIM_URL}${path}`,
      headers: [
        { name: "Authorization", value: "Bearer ••••••••7f3e" },
        { name: "Accept", value: "application/scim+json" },
      ],
      body: body as Exchange["request"]["body"],
    },
    response: {
      status,
      headers: [{ name: "content-type", value: "application/scim+json; charset=utf-8" }],
      body: answer as Exchange["request"]["body"],
    },
    failure: null,
    millis: 12,
  };
}

function pass([layer, message, millis]: [Layer, string, number]): ProbeLayer {
  return {
    layer,
    verdict: layer === "tls" ? "skipped" : "pass",
    code: layer === "tls" ? "tls.not-used" : `${layer}.pass`,
    message,
    short: "",
    side: null,
    meaning: null,
    steps: [],
    fix: null,
    entraSays: null,
    millis,
    exchange: null,
  };
}

export function goodProbe(): ProbeReport {
  return { ok: true, finishedAt: "2026-11-24T14:02:00Z", millis: 87, layers: FACTS.map(pass) };
}

export function failingProbe(): ProbeReport {
  const layers = FACTS.map(pass).map((line) =>
    line.layer === "filter"
      ? {
          ...line,
          verdict: "fail" as const,
          code: "filter.not-found",
          message: "404 where an empty list belongs",
          short: "Filter answers 404",
          side: "ramp" as const,
          meaning:
            "Entra starts by looking for someone who cannot exist. The right answer is 200 with no results. The token is fine: the list of users came back with it a moment before.",
          entraSays: "HTTP/404 Not Found response was returned rather than the expected HTTP/200 OK",
          steps: [
            "Copy the URL again from Ramp: Settings › Apps › Microsoft Entra. A part may be missing at its end.",
            "If it is the same, send Ramp support the request and the answer below. They hold no token.",
          ],
          fix: "Copy the URL again from Ramp.",
          exchange: exchange("GET", "/Users?filter=userName%20eq%20%22onramp-4a1c%22", 404, null, {
            schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
            status: "404",
            detail: "Not found",
          }),
        }
      : line,
  );
  return { ok: false, finishedAt: "2026-11-24T14:02:00Z", millis: 1240, layers };
}
