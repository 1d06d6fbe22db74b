//! Each finding's stable name, and what it means for the connection.

use super::{Finding, TlsConcern, Verdict};

impl Finding {
    /// A stable, machine-readable name for this case. Never renamed.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Skipped { .. } => "layer.skipped",
            Self::UrlWellFormed { .. } => "url.well-formed",
            Self::UrlProblem(problem) => problem.code(),
            Self::DnsResolved { .. } => "dns.resolved",
            Self::DnsNotNeeded { .. } => "dns.not-needed",
            Self::TcpOpen { .. } => "tcp.open",
            Self::DnsPrivate { .. } => "dns.private",
            Self::TlsTrusted { .. } => "tls.trusted",
            Self::TlsConcerns { concerns, .. } => {
                concerns.first().map_or("tls.trusted", |concern| concern.code())
            }
            Self::TlsCertificate { error, .. } => error.code(),
            Self::TlsUnjudged { .. } => "tls.unjudged",
            Self::TlsThroughProxy => "tls.through-proxy",
            Self::TlsNotUsed => "tls.not-used",
            Self::Failed(error) => error.code(),
            Self::ProxyScriptIgnored { .. } => "proxy.script",
            Self::HttpAnswered { .. } => "http.answered",
            Self::HttpRedirected { .. } => "http.redirected",
            Self::HttpProxyAuthentication { .. } => "http.proxy-authentication",
            Self::HttpThrottled { .. } => "http.throttled",
            Self::HttpServerError { .. } => "http.server-error",
            Self::TokenAccepted => "auth.accepted",
            Self::TokenUnauthorized { .. } => "auth.unauthorized",
            Self::TokenForbidden => "auth.forbidden",
            Self::TokenUnsendable => "auth.unsendable",
            Self::ShapeList => "scim.list",
            Self::ShapeMediaType { .. } => "scim.media-type",
            Self::ShapeWithoutResources => "scim.without-resources",
            Self::ShapeNothingThere { .. } => "scim.nothing-there",
            Self::ShapeHtml { .. } => "scim.html",
            Self::ShapeEmptyBody { .. } => "scim.empty-body",
            Self::ShapeNotJson { .. } => "scim.not-json",
            Self::ShapeBareArray => "scim.bare-array",
            Self::ShapeNotAList { .. } => "scim.not-a-list",
            Self::ShapeRefused { .. } => "scim.refused",
            Self::FilterEmptyList => "filter.empty-list",
            Self::FilterNotFound => "filter.not-found",
            Self::FilterRefused { .. } => "filter.refused",
            Self::FilterIgnored { .. } => "filter.ignored",
            Self::UsersReadable { .. } => "users.readable",
            Self::UsersCountIgnored { .. } => "users.count-ignored",
            Self::UsersWithoutId => "users.without-id",
            Self::UsersRefused { .. } => "users.refused",
            Self::UsersNotAList => "users.not-a-list",
            Self::GroupsEmptyList => "groups.empty-list",
            Self::GroupsRefused { .. } => "groups.refused",
            Self::GroupsNotAList => "groups.not-a-list",
            Self::GroupsFilterIgnored { .. } => "groups.filter-ignored",
            Self::GroupsFailed(_) => "groups.failed",
            Self::ConfigDeclared => "config.declared",
            Self::ConfigUndeclared { .. } => "config.undeclared",
            Self::ConfigMissing { .. } => "config.missing",
            Self::ConfigNotScim => "config.not-scim",
            Self::ConfigFailed(_) => "config.failed",
            Self::PatchServed { .. } => "patch.served",
            Self::PatchNotServed { .. } => "patch.not-served",
            Self::PatchDialectRefused { .. } => "patch.dialect-refused",
            Self::PatchForbidden { .. } => "patch.forbidden",
            Self::PatchPrecondition { .. } => "patch.precondition",
            Self::PatchOfNobody { .. } => "patch.of-nobody",
            Self::PatchUnclear { .. } => "patch.unclear",
            Self::PatchFailed(_) => "patch.failed",
        }
    }

    /// What this means for the connection.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Skipped { .. } | Self::TlsNotUsed => Verdict::Skipped,
            Self::UrlWellFormed { .. }
            | Self::DnsResolved { .. }
            | Self::DnsNotNeeded { .. }
            | Self::TcpOpen { .. }
            | Self::TlsTrusted { .. }
            | Self::TlsThroughProxy
            | Self::HttpAnswered { .. }
            | Self::TokenAccepted
            | Self::ShapeList
            | Self::FilterEmptyList
            | Self::UsersReadable { .. }
            | Self::GroupsEmptyList
            | Self::ConfigDeclared
            | Self::PatchServed { .. } => Verdict::Pass,
            Self::TlsUnjudged { .. } => Verdict::Unknown,
            Self::DnsPrivate { .. }
            | Self::TlsConcerns { .. }
            | Self::ShapeMediaType { .. }
            | Self::ShapeWithoutResources
            | Self::UsersCountIgnored { .. }
            | Self::GroupsRefused { .. }
            | Self::GroupsNotAList
            | Self::GroupsFilterIgnored { .. }
            | Self::GroupsFailed(_)
            | Self::ConfigUndeclared { .. }
            | Self::ConfigMissing { .. }
            | Self::ConfigNotScim
            | Self::ConfigFailed(_)
            | Self::PatchDialectRefused { .. }
            | Self::PatchForbidden { .. }
            | Self::PatchPrecondition { .. }
            | Self::PatchOfNobody { .. }
            | Self::PatchUnclear { .. }
            | Self::PatchFailed(_) => Verdict::Warn,
            Self::UrlProblem(_)
            | Self::Failed(_)
            | Self::ProxyScriptIgnored { .. }
            | Self::TlsCertificate { .. }
            | Self::HttpRedirected { .. }
            | Self::HttpProxyAuthentication { .. }
            | Self::HttpThrottled { .. }
            | Self::HttpServerError { .. }
            | Self::TokenUnauthorized { .. }
            | Self::TokenForbidden
            | Self::TokenUnsendable
            | Self::ShapeNothingThere { .. }
            | Self::ShapeHtml { .. }
            | Self::ShapeEmptyBody { .. }
            | Self::ShapeNotJson { .. }
            | Self::ShapeBareArray
            | Self::ShapeNotAList { .. }
            | Self::ShapeRefused { .. }
            | Self::FilterNotFound
            | Self::FilterRefused { .. }
            | Self::FilterIgnored { .. }
            | Self::UsersWithoutId
            | Self::UsersRefused { .. }
            | Self::UsersNotAList
            | Self::PatchNotServed { .. } => Verdict::Fail,
        }
    }
}

impl TlsConcern {
    /// A stable, machine-readable name for this case. Never renamed.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Without12 => "tls.without-1-2",
            Self::WeakKey => "tls.weak-key",
            Self::ExtraFile => "tls.extra-ca",
            Self::ExpiresSoon => "tls.expires-soon",
        }
    }
}
