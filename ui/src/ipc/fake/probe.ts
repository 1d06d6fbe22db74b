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
  ["patch", "PATCH is served; the test user proves the values", 11],
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
  return { ok: true, finishedAt: "2026-11-24T14:02:00Z", millis: 98, layers: FACTS.map(pass) };
}

type Stop = Partial<ProbeLayer> & Pick<ProbeLayer, "layer" | "verdict" | "code" | "message">;

/** A test that one layer ends: those above it are not tried. */
function stoppedAt(stop: Stop): ProbeReport {
  const at = FACTS.findIndex(([layer]) => layer === stop.layer);
  const title = stop.layer.toUpperCase();
  const layers = FACTS.map(pass).map((line, index): ProbeLayer => {
    if (index < at) return { ...line, ...OUTSIDE[line.layer], verdict: "pass" };
    if (index === at) return { ...line, ...stop, fix: stop.steps?.[0] ?? null };
    return {
      ...line,
      verdict: "skipped",
      code: "layer.skipped",
      message: `Not tried: ${title} has to work first`,
      millis: 0,
    };
  });
  return { ok: false, finishedAt: "2026-11-24T14:02:00Z", millis: 310, layers };
}

/** What the first layers find away from this computer. */
const OUTSIDE: Partial<Record<Layer, Partial<ProbeLayer>>> = {
  "url-shape": { message: "Well formed, no query, does not end in /Users" },
  dns: { message: "scim.ramp.example is 203.0.113.20" },
  tcp: { message: "Port 443 is open" },
  tls: { code: "tls.through-proxy", message: "Certificate trusted here, through the proxy" },
};

/** All is well, by a proxy that was entered. */
export function proxiedProbe(): ProbeReport {
  const layers = FACTS.map(pass).map(
    (line): ProbeLayer => ({ ...line, ...OUTSIDE[line.layer], verdict: "pass" }),
  );
  return { ...goodProbe(), layers };
}

/** The handshake failed here, and may work for Entra. */
export function unjudgedProbe(): ProbeReport {
  return stoppedAt({
    layer: "tls",
    verdict: "unknown",
    code: "tls.unjudged",
    message:
      "Could not be judged: scim.ramp.example ended the handshake with the alert handshake_failure (40)",
    short: "Could not be judged",
    side: "onramp",
    meaning:
      "Onramp speaks TLS 1.2 and 1.3 with GCM and ChaCha20 suites only. Entra also takes TLS 1.2 with CBC, so its handshake may succeed where this one did not. Nothing above was tried.",
    entraSays:
      "Perhaps nothing. If its handshake fails too: An error occurred while sending the request. (SystemForCrossDomainIdentityManagementCredentialValidationUnavailable)",
    steps: [
      "Run Test connection in Entra: it decides.",
      "Or have the service offer a TLS 1.2 suite with GCM, which both sides take, and test again.",
    ],
    millis: 31,
  });
}

const NOT_ENTRAS = "Nothing of this: it asks from the internet, not through this proxy. Its test may pass.";

/** A proxy stands in between and wants to know who asks. */
export function proxyProbe(): ProbeReport {
  return stoppedAt({
    layer: "http",
    verdict: "fail",
    code: "http.proxy-authentication",
    message: "The proxy proxy.example:3128 asks for a user and a password (407)",
    short: "A proxy wants a sign-in",
    side: "network",
    meaning:
      "The answer comes from a proxy of this network, not from Ramp. The token may be fine. Onramp signs in to a proxy with a user and a password; Kerberos and NTLM it does not speak.",
    entraSays: NOT_ENTRAS,
    steps: [
      "Enter the proxy under Network, with its user and password (on the command line: --proxy and ONRAMP_PROXY_CREDENTIALS), then test again.",
      "Or have this computer reach Ramp without that proxy.",
    ],
    millis: 12,
  });
}

/** A certificate from an issuer that this computer does not know. */
export function untrustedProbe(): ProbeReport {
  return stoppedAt({
    layer: "tls",
    verdict: "fail",
    code: "tls.certificate-untrusted",
    message:
      "The certificate of scim.ramp.example comes from an issuer this computer does not trust. It is for “scim.ramp.example”, issued by “Contoso Web Filter”, valid from 1 March 2026 to 1 March 2027.",
    short: "Certificate not trusted",
    side: "network",
    meaning:
      "Either a proxy here puts its own certificate in place of Ramp’s, or the service has one from a private authority. In the first case Entra sees another certificate; in the second it refuses this one too.",
    entraSays:
      "Of the same certificate: An error occurred while sending the request. (SystemForCrossDomainIdentityManagementCredentialValidationUnavailable)",
    steps: [
      "If the issuer is your own company or its filter, name its certificate under Network (on the command line: --ca-file), then test again.",
      "If it is the service’s own, the service needs a publicly trusted certificate for Entra.",
    ],
    millis: 44,
  });
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
