//! A provisioning connection: saved, tested, and kept from leaving this computer.
//!
//! What the tenant has are invented people: they go to a SCIM service on this computer and to no other. A base address
//! elsewhere is refused when it is saved, when it is tested, and again right before anything is sent.

use onramp_entra::cycle::NotificationSettings;
use onramp_http::Url;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

use super::EntraState;
use super::call::{Call, Reply};
use super::error::GraphError;
use super::graph::jobs::TEMPLATES;
use super::jobs;
use super::keeper::KeeperError;
use super::store::{apps, connections, jobs as stored};

/// The keys whose values are no secret; all others are kept by the keeper.
const PLAIN: [&str; 4] = ["BaseAddress", "SyncNotificationSettings", "SyncAll", "SkipOutOfScopeDeletions"];
/// The keys of OAuth client credentials, which exclude a bearer token.
const OAUTH: [&str; 4] =
    ["Oauth2ClientId", "Oauth2ClientSecret", "Oauth2TokenExchangeUri", "AuthenticationType"];
/// The enum `synchronizationSecret`.
const KEYS: &[&str] = &[
    "None",
    "UserName",
    "Password",
    "SecretToken",
    "AppKey",
    "BaseAddress",
    "ClientIdentifier",
    "ClientSecret",
    "SingleSignOnType",
    "Sandbox",
    "Url",
    "Domain",
    "ConsumerKey",
    "ConsumerSecret",
    "TokenKey",
    "TokenExpiration",
    "Oauth2AccessToken",
    "Oauth2AccessTokenCreationTime",
    "Oauth2RefreshToken",
    "SyncAll",
    "InstanceName",
    "Oauth2ClientId",
    "Oauth2ClientSecret",
    "CompanyId",
    "UpdateKeyOnSoftDelete",
    "SynchronizationSchedule",
    "SystemOfRecord",
    "SandboxName",
    "EnforceDomain",
    "SyncNotificationSettings",
    "SkipOutOfScopeDeletions",
    "Oauth2AuthorizationCode",
    "Oauth2RedirectUri",
    "ApplicationTemplateIdentifier",
    "Oauth2TokenExchangeUri",
    "Oauth2AuthorizationUri",
    "AuthenticationType",
    "Server",
    "PerformInboundEntitlementGrants",
    "HardDeletesEnabled",
    "SyncAgentCompatibilityKey",
    "SyncAgentADContainer",
    "ValidateDomain",
    "TestReferences",
    "ConnectionString",
];

/// What is saved of a connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Saved {
    /// The tenant URL as it was saved, flags included.
    pub(crate) base_address: Option<String>,
    pub(crate) sync_all: bool,
    pub(crate) skip_out_of_scope_deletions: bool,
    /// `SyncNotificationSettings`, parsed.
    pub(crate) notification: Option<Value>,
    pub(crate) token: Option<SecretString>,
}

type Pair = (String, SecretString);

impl From<KeeperError> for GraphError {
    fn from(error: KeeperError) -> Self {
        tracing::warn!(error = &error as &dyn std::error::Error, "a practice secret is not kept");
        Self::new(500, "InternalServerError", error.to_string())
    }
}

/// The URL, if it is one of this computer.
pub(crate) fn local(url: &str) -> Result<Url, GraphError> {
    let local = Url::parse(url.trim())
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && onramp_http::is_loopback(url));
    local.ok_or_else(|| {
        let message = "Practice Entra sends its invented people to this computer only: the BaseAddress has to be an \
                       http or https URL of 127.0.0.1, ::1 or localhost.";
        GraphError::bad_request(message)
    })
}

/// A service principal's saved connection.
pub(crate) async fn saved(state: &EntraState, sp: &str) -> Result<Saved, GraphError> {
    let of = sp.to_owned();
    let keys = state.store.transact(move |data| connections::of(data, &of)).await?;
    let text = |name: &str| keys.iter().find(|(key, _)| key == name).and_then(|(_, value)| value.clone());
    let truth = |name: &str| text(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let token = match keys.iter().any(|(key, _)| key == "SecretToken") {
        true => state.keeper.load(sp, "SecretToken").await?,
        false => None,
    };
    Ok(Saved {
        base_address: text("BaseAddress"),
        sync_all: truth("SyncAll"),
        skip_out_of_scope_deletions: truth("SkipOutOfScopeDeletions"),
        notification: text("SyncNotificationSettings").and_then(|text| serde_json::from_str(&text).ok()),
        token,
    })
}

/// How many deletions a cycle may make before the job stops to ask, where that is switched on.
pub(crate) fn deletion_threshold(keys: &[(String, Option<String>)]) -> Option<u64> {
    let (_, text) = keys.iter().find(|(key, _)| key == "SyncNotificationSettings")?;
    let settings: Value = serde_json::from_str(text.as_deref()?).ok()?;
    NotificationSettings::read(&settings).delete_threshold.limit
}

/// Replaces what is saved by what the body holds (`graph/README.md` §5, with its pitfalls).
pub(crate) async fn save(state: &EntraState, sp: &str, call: &Call) -> Result<Reply, GraphError> {
    call.query.allow(&[])?;
    let pairs = pairs(call.only(&["value"])?.get("value"))?;
    principal(state, sp).await?;
    if let Some(address) = value(&pairs, "BaseAddress") {
        local(address.expose_secret())?;
    }
    let bearer = value(&pairs, "SecretToken").is_some();
    if bearer && OAUTH.iter().any(|key| value(&pairs, key).is_some()) {
        // Both ways of signing in at once: the service fails, and what was saved is gone.
        replace(state, sp, Vec::new()).await?;
        return Err(GraphError::new(500, "InternalError", "The credentials could not be saved."));
    }
    // Without these two the service answers as if it had saved.
    if value(&pairs, "SyncNotificationSettings").is_none() || value(&pairs, "SyncAll").is_none() {
        return Ok(Reply::no_content());
    }
    replace(state, sp, pairs).await?;
    state.wake.notify_one();
    Ok(Reply::no_content())
}

/// The keeper first: a database that names a secret which was not kept would be believed.
async fn replace(state: &EntraState, sp: &str, pairs: Vec<Pair>) -> Result<(), GraphError> {
    let mut rows = Vec::new();
    for (key, secret) in pairs {
        if PLAIN.contains(&key.as_str()) {
            rows.push((key, Some(secret.expose_secret().to_owned())));
        } else {
            state.keeper.store(sp, &key, secret).await?;
            rows.push((key, None));
        }
    }
    let (of, saved, now) = (sp.to_owned(), rows.clone(), state.clock.now());
    let before = state
        .store
        .transact(move |data| {
            let before = connections::of(data, &of)?;
            connections::replace(data, &of, &saved)?;
            for job in stored::of(data, &of)? {
                jobs::secrets_saved(data, &job, now)?;
            }
            Ok::<_, GraphError>(before)
        })
        .await?;
    let gone = before
        .into_iter()
        .filter(|(key, value)| value.is_none() && !rows.iter().any(|(kept, _)| kept == key));
    for (key, _) in gone {
        state.keeper.delete(sp, &key).await?;
    }
    Ok(())
}

/// Tests credentials that are given, or those that are saved; `job`: the one whose mappings say what is asked for.
pub(crate) async fn validate(
    state: &EntraState,
    sp: &str,
    job: Option<&str>,
    call: &Call,
) -> Result<Reply, GraphError> {
    call.query.allow(&[])?;
    let body = call.only(&["applicationIdentifier", "templateId", "useSavedCredentials", "credentials"])?;
    principal(state, sp).await?;
    let matching = match job {
        Some(job) => matching_attributes(state, sp, job).await?,
        None => {
            let template = body.get("templateId").and_then(Value::as_str);
            if !template.is_some_and(|template| TEMPLATES.contains(&template)) {
                return Err(GraphError::missing("templateId"));
            }
            Vec::new()
        }
    };
    let (base, token) = credentials(state, sp, body).await?;
    let base = local(&base)?;
    jobs::test_connection(state, &base, &token, &matching).await?;
    Ok(Reply::no_content())
}

async fn credentials(
    state: &EntraState,
    sp: &str,
    body: &Map<String, Value>,
) -> Result<(String, SecretString), GraphError> {
    let given = match body.get("credentials") {
        None | Some(Value::Null) => Vec::new(),
        given => pairs(given)?,
    };
    let use_saved = body.get("useSavedCredentials").and_then(Value::as_bool).unwrap_or_default();
    let saved = if use_saved { saved(state, sp).await? } else { Saved::default() };
    let base = value(&given, "BaseAddress").map(|base| base.expose_secret().to_owned());
    let base = base.or(saved.base_address).ok_or_else(|| GraphError::missing("BaseAddress"))?;
    let token = value(&given, "SecretToken").cloned().or(saved.token);
    Ok((base, token.ok_or_else(|| GraphError::missing("SecretToken"))?))
}

/// The target attributes by which a job looks for people, in order.
async fn matching_attributes(state: &EntraState, sp: &str, job: &str) -> Result<Vec<String>, GraphError> {
    let (sp, id) = (sp.to_owned(), job.to_owned());
    let found = state.store.transact(move |data| {
        let job = stored::by_id(data, &id)?.filter(|job| job.sp == sp);
        job.ok_or_else(|| GraphError::not_found(format!("The synchronization job {id} does not exist.")))
    });
    let schema = found.await?.schema;
    let rules = schema.get("synchronizationRules").and_then(Value::as_array).into_iter().flatten();
    let users = rules
        .filter_map(|rule| rule.get("objectMappings")?.as_array())
        .flatten()
        .find(|mapping| mapping["sourceObjectName"].as_str() == Some("User"));
    let rows = users.and_then(|users| users.get("attributeMappings")?.as_array()).into_iter().flatten();
    let mut matching: Vec<(i64, String)> = rows
        .filter_map(|row| {
            let priority = row.get("matchingPriority")?.as_i64().filter(|priority| *priority > 0)?;
            Some((priority, row.get("targetAttributeName")?.as_str()?.to_owned()))
        })
        .collect();
    matching.sort();
    Ok(matching.into_iter().map(|(_, name)| name).collect())
}

/// Asks for a service principal that is there and shows.
async fn principal(state: &EntraState, sp: &str) -> Result<(), GraphError> {
    let of = sp.to_owned();
    let found = state.store.transact(move |data| apps::service_principal(data, &of)).await?;
    found.filter(|_| !state.fresh.hides(sp)).map(drop).ok_or_else(|| GraphError::no_object(sp))
}

/// Reads `[{key, value}]`.
fn pairs(value: Option<&Value>) -> Result<Vec<Pair>, GraphError> {
    let Some(list) = value.and_then(Value::as_array) else {
        return Err(GraphError::missing("value"));
    };
    list.iter()
        .map(|pair| {
            let text = |name: &str| pair.get(name).and_then(Value::as_str);
            let (Some(key), Some(value)) = (text("key"), text("value")) else {
                return Err(GraphError::bad_request("Each secret needs a key and a value, both text."));
            };
            if !KEYS.contains(&key) {
                let message = format!("Requested value '{key}' was not found.");
                return Err(GraphError::new(500, "InternalError", message));
            }
            Ok((key.to_owned(), SecretString::from(value)))
        })
        .collect()
}

fn value<'a>(pairs: &'a [Pair], key: &str) -> Option<&'a SecretString> {
    let found = pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value);
    found.filter(|value| !value.expose_secret().is_empty())
}

/// `provisionOnDemand` itself needs no more than this of the service: the limit, and a body with the right members.
pub(crate) fn on_demand_parameters(call: &Call) -> Result<Value, GraphError> {
    let body = call.only(&["parameters"])?;
    let entries = body.get("parameters").and_then(Value::as_array);
    let [entry] = entries.map_or(&[][..], Vec::as_slice) else {
        return Err(GraphError::missing("parameters (one entry)"));
    };
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).is_some();
    let subjects = entry.get("subjects").and_then(Value::as_array);
    let [subject] = subjects.map_or(&[][..], Vec::as_slice) else {
        return Err(GraphError::missing("subjects (one entry)"));
    };
    if !text(entry, "ruleId") {
        return Err(GraphError::missing("ruleId"));
    }
    for name in ["objectId", "objectTypeName"] {
        if !text(subject, name) {
            return Err(GraphError::missing(name));
        }
    }
    Ok(entry.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_local() {
        for (url, expected) in [
            ("http://127.0.0.1:9/scim/v2", true),
            ("https://localhost/scim?aadOptscim062020", true),
            ("http://[::1]:8080/", true),
            ("http://127.0.0.1.example.com/scim", false),
            ("https://ramp.example/scim/v2", false),
            ("http://127.0.0.1@ramp.example/scim", false),
            ("http://0.0.0.0/scim", false),
            ("ftp://127.0.0.1/scim", false),
            ("127.0.0.1:9/scim", false),
            ("", false),
        ] {
            let found = local(url);
            assert_eq!(found.is_ok(), expected, "{url}");
            if let Err(refused) = found {
                assert_eq!(refused.status, 400);
                assert!(refused.message.contains("this computer only"), "{refused:?}");
            }
        }
    }

    #[test]
    fn a_threshold_counts_where_it_is_switched_on() {
        for (text, expected) in [
            (r#"{"DeleteThresholdEnabled":true,"DeleteThresholdValue":5}"#, Some(5)),
            (r#"{"DeleteThresholdEnabled":false,"DeleteThresholdValue":5}"#, None),
            (r#"{"Enabled":true}"#, None),
            ("nonsense", None),
        ] {
            let keys = [("SyncNotificationSettings".to_owned(), Some(text.to_owned()))];
            assert_eq!(deletion_threshold(&keys), expected, "{text}");
        }
    }
}
