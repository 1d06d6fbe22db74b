//! The connection probe: what Entra's connection test asks, layer by layer, and what each layer's outcome means.
//!
//! Six requests, none of which changes anything (`entra-scim-client.md` §5):
//! 1. `GET /Users?filter=userName eq "<nonce>"`: Entra's own test. One answer judges the layers HTTP, authorization,
//!    SCIM shape and filter.
//! 2. `GET /Users?startIndex=1&count=1`: whether users can be read, and, where the first answer was 404, whether it is
//!    the filter or the URL that is not found.
//! 3. `GET /Groups?excludedAttributes=members&filter=displayName eq "<nonce>"`: Entra asks this when groups are mapped.
//! 4. `GET /ServiceProviderConfig`: what the service declares. Entra does not ask it of a custom application.
//! 5. and 6. `PATCH /Users/<nonce>` in each of Entra's two dialects. There is no such user, so 404 is the right answer:
//!    it shows that PATCH is served and that the body did not put the service off, and nothing about what it does with the
//!    values.
//!
//! None of them is repeated: the probe tells what happened, and soon.
//!
//! What only Entra can find out is not judged: whether the service is reached from the internet, and whether its
//! certificate is one that Entra trusts. [`Finding::DnsPrivate`] and [`TlsConcern::ExtraFile`] tell where that is doubtful.

mod finding;
mod judge;
mod lower;
mod patch;
mod run;
mod verdict;

use std::fmt;

use onramp_http::ExchangeRecord;
use serde::{Deserialize, Serialize};

pub use finding::{Finding, ListMember, PatchDialect, TlsConcern};
pub use run::probe;

/// The layers of a connection, from the text of the URL up to the changes the service takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// The URL's text.
    UrlShape,
    /// The host name has an address.
    Dns,
    /// The port is open.
    Tcp,
    /// A trusted, encrypted session.
    Tls,
    /// Something answers in HTTP, by itself, without failing.
    Http,
    /// The token is accepted.
    Authorization,
    /// The answer is a SCIM list.
    ScimShape,
    /// A filter that matches nobody brings an empty list.
    Filter,
    /// Users can be read.
    Users,
    /// Groups are answered, if only with an empty list.
    Groups,
    /// The service declares what Entra needs.
    ServiceProviderConfig,
    /// Changes are taken, in the way in which Entra writes them.
    Patch,
}

impl Layer {
    /// All layers, in the order in which they are judged and shown.
    pub const ALL: [Self; 12] = [
        Self::UrlShape,
        Self::Dns,
        Self::Tcp,
        Self::Tls,
        Self::Http,
        Self::Authorization,
        Self::ScimShape,
        Self::Filter,
        Self::Users,
        Self::Groups,
        Self::ServiceProviderConfig,
        Self::Patch,
    ];

    /// A stable, machine-readable name. Never renamed.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::UrlShape => "url-shape",
            Self::Dns => "dns",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::Http => "http",
            Self::Authorization => "authorization",
            Self::ScimShape => "scim-shape",
            Self::Filter => "filter",
            Self::Users => "users",
            Self::Groups => "groups",
            Self::ServiceProviderConfig => "service-provider-config",
            Self::Patch => "patch",
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// What a layer's finding means for the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// As Entra needs it.
    Pass,
    /// Provisioning users to Ramp works, but something is not as it should be.
    Warn,
    /// Entra's own test, or the provisioning after it, would fail.
    Fail,
    /// Not judged: a layer it depends on failed, or it has no place here.
    Skipped,
    /// Tried, and it could not be judged: what failed here may work for Entra.
    Unknown,
}

/// What the probe found out about one layer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LayerResult {
    /// The layer.
    pub layer: Layer,
    /// What the finding means: always [`Finding::verdict`].
    pub verdict: Verdict,
    /// What was found.
    pub finding: Finding,
    /// How long it took; 0 when nothing was asked. Layers judged from one answer have the same.
    pub millis: u32,
    /// The exchange it was judged from, for the layers above TLS.
    pub record: Option<ExchangeRecord>,
}

impl LayerResult {
    fn new(layer: Layer, finding: Finding, millis: u32, record: Option<&ExchangeRecord>) -> Self {
        Self { layer, verdict: finding.verdict(), finding, millis, record: record.cloned() }
    }

    fn skipped(layer: Layer, because: Layer) -> Self {
        Self::new(layer, Finding::Skipped { because }, 0, None)
    }
}
