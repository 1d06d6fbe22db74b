//! What Entra and the RFCs need of a service, asked one by one through our client. Each need that a service does not meet
//! is a finding in words; which ones they are is known of both (`foreign-scim-services.md`), and of the practice Ramp
//! that there are none.

use std::fmt;

use onramp_http::{HttpClient, HttpOptions};
use onramp_scim::request::{ScimAnswer, ScimRequest};
use onramp_scim::urn;
use onramp_scim_client::{ScimClient, ScimExchange, ScimUrl};
use onramp_tests::ctl::Ctl;
use onramp_tests::foreign::TOKEN;
use onramp_tests::{Failure, Result};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::Kind;

/// One thing that is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    ManagerAsTextInCreate,
    ManagerAsTextAdded,
    ManagerAsTextReplaced,
    ManagerValuePath,
    ActiveAsText,
    PhoneMadeByAdd,
    AddressMadeByAdd,
    MembersRemovedByList,
    MembersFilter,
    SameMemberOnce,
    LocationOfCreate,
    ItemsPerPage,
    PageBeyondTheEnd,
    FilterByExtension,
    EscapedQuoteInFilter,
    SchemasBesideAttributes,
    PathWithoutCase,
}

impl Need {
    const ALL: [Need; 17] = [
        Need::ManagerAsTextInCreate,
        Need::ManagerAsTextAdded,
        Need::ManagerAsTextReplaced,
        Need::ManagerValuePath,
        Need::ActiveAsText,
        Need::PhoneMadeByAdd,
        Need::AddressMadeByAdd,
        Need::MembersRemovedByList,
        Need::MembersFilter,
        Need::SameMemberOnce,
        Need::LocationOfCreate,
        Need::ItemsPerPage,
        Need::PageBeyondTheEnd,
        Need::FilterByExtension,
        Need::EscapedQuoteInFilter,
        Need::SchemasBesideAttributes,
        Need::PathWithoutCase,
    ];
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Need::ManagerAsTextInCreate => "a create with the manager as bare text",
            Need::ManagerAsTextAdded => "Add of the manager as bare text",
            Need::ManagerAsTextReplaced => "Replace of the manager as bare text",
            Need::ManagerValuePath => "Replace at manager.value",
            Need::ActiveAsText => "active as the text \"False\"",
            Need::PhoneMadeByAdd => "Add to a mobile number that is not there yet",
            Need::AddressMadeByAdd => "Add to an address that is not there yet",
            Need::MembersRemovedByList => "Remove of members with a list of values",
            Need::MembersFilter => "a filter on a group's members",
            Need::SameMemberOnce => "a member added twice being one",
            Need::LocationOfCreate => "Location on 201",
            Need::ItemsPerPage => "itemsPerPage as many as there are",
            Need::PageBeyondTheEnd => "an empty page beyond the end",
            Need::FilterByExtension => "a filter by an extension's URN",
            Need::EscapedQuoteInFilter => "an escaped quote in a filter",
            Need::SchemasBesideAttributes => "schemas beside the attributes that are asked for",
            Need::PathWithoutCase => "PATCH paths without case",
        })
    }
}

#[tokio::test]
#[ignore = "needs what `cargo xtask soak` installs"]
async fn departures_come_out_as_findings() -> Result<()> {
    for kind in Kind::ALL {
        let service = kind.start()?;
        let found = Rehearsal::new(&service.url, TOKEN)?.findings(&format!("{kind:?}")).await?;
        let known: &[Need] = match kind {
            Kind::Scim2Server => &[
                Need::ManagerAsTextInCreate,
                Need::ManagerAsTextAdded,
                Need::ManagerAsTextReplaced,
                Need::PhoneMadeByAdd,
                Need::AddressMadeByAdd,
                Need::MembersRemovedByList,
            ],
            Kind::Scimmy => &[
                Need::ManagerAsTextInCreate,
                Need::ManagerAsTextAdded,
                Need::ManagerAsTextReplaced,
                Need::ManagerValuePath,
                Need::ActiveAsText,
                Need::PhoneMadeByAdd,
                Need::AddressMadeByAdd,
                Need::MembersFilter,
                Need::SameMemberOnce,
                Need::LocationOfCreate,
                Need::ItemsPerPage,
                Need::PageBeyondTheEnd,
                Need::FilterByExtension,
                Need::EscapedQuoteInFilter,
                Need::SchemasBesideAttributes,
                Need::PathWithoutCase,
            ],
        };
        assert_eq!(found, known, "{kind:?}");
    }
    Ok(())
}

#[tokio::test]
#[ignore = "stands beside the foreign services in `cargo xtask soak`"]
async fn the_practice_ramp_meets_every_need() -> Result<()> {
    let ctl = Ctl::new()?;
    let ramp = ctl.serve_practice(&["--rules", "plain"])?;
    let found = Rehearsal::new(&ramp.scim_url, &ramp.token)?.findings("practice").await?;
    assert_eq!(found, []);
    Ok(())
}

/// Our client at one service.
struct Rehearsal {
    client: ScimClient,
}

impl Rehearsal {
    fn new(url: &str, token: &str) -> Result<Rehearsal> {
        let unusable = |error: &dyn fmt::Display| Failure::Unexpected(error.to_string());
        let http = HttpClient::new(HttpOptions::default()).map_err(|error| unusable(&error))?;
        let url = ScimUrl::parse(url).map_err(|error| unusable(&error))?.url;
        Ok(Rehearsal { client: ScimClient::new(http, url, SecretString::from(token.to_owned())) })
    }

    /// Every need that is not met, after printing how it shows.
    async fn findings(&self, name: &str) -> Result<Vec<Need>> {
        let mut found = Vec::new();
        for (number, need) in Need::ALL.into_iter().enumerate() {
            if let Some(seen) = self.rehearse(need, &format!("u{number}")).await? {
                println!("{name} lacks {need}: {seen}");
                assert!(!seen.is_empty(), "{need} is lacking, and nothing tells how");
                found.push(need);
            }
        }
        Ok(found)
    }

    /// Asks for one thing, with people of its own. What is seen instead, where it is lacking.
    async fn rehearse(&self, need: Need, name: &str) -> Result<Option<String>> {
        const ENTERPRISE: &str = urn::ENTERPRISE_USER;
        match need {
            Need::ManagerAsTextInCreate => {
                let boss = self.user(&format!("{name}-boss")).await?;
                let mut led = user(name);
                led[ENTERPRISE]["manager"] = json!(boss);
                self.want(ScimRequest::post("/Users", led), 201, |_| None).await
            }
            Need::ManagerAsTextAdded | Need::ManagerAsTextReplaced => {
                let op = if need == Need::ManagerAsTextAdded { "Add" } else { "Replace" };
                let (boss, id) = (self.user(&format!("{name}-boss")).await?, self.user(name).await?);
                self.patched(&id, json!([{"op": op, "path": format!("{ENTERPRISE}:manager"), "value": boss}]))
                    .await
            }
            Need::ManagerValuePath => {
                let (boss, id) = (self.user(&format!("{name}-boss")).await?, self.user(name).await?);
                let path = format!("{ENTERPRISE}:manager.value");
                self.patched(&id, json!([{"op": "Replace", "path": path, "value": boss}])).await
            }
            Need::ActiveAsText => {
                let id = self.user(name).await?;
                self.patched(&id, json!([{"op": "Replace", "path": "active", "value": "False"}])).await
            }
            Need::PhoneMadeByAdd | Need::AddressMadeByAdd => {
                let path = match need {
                    Need::PhoneMadeByAdd => "phoneNumbers[type eq \"mobile\"].value",
                    _ => "addresses[type eq \"other\"].formatted",
                };
                let id = self.user(name).await?;
                self.patched(&id, json!([{"op": "Add", "path": path, "value": "x"}])).await
            }
            Need::PathWithoutCase => {
                let id = self.user(name).await?;
                let request = patch(
                    &format!("/Users/{id}"),
                    json!([{"op": "replace", "path": "NAME.givenname", "value": "Anna"}]),
                );
                if let Some(seen) = self.want_success(request).await? {
                    return Ok(Some(seen));
                }
                self.want(ScimRequest::get(format!("/Users/{id}")), 200, |user| {
                    let stored = &user["name"]["givenName"];
                    (stored != "Anna").then(|| format!("200, but givenName is {stored}"))
                })
                .await
            }
            Need::MembersRemovedByList => {
                let (member, group) = self.group(name).await?;
                let remove = json!([{"op": "Remove", "path": "members", "value": [{"value": member}]}]);
                if let Some(seen) = self.want_success(patch(&group, remove)).await? {
                    return Ok(Some(seen));
                }
                self.members(&group, 0).await
            }
            Need::SameMemberOnce => {
                let (member, group) = self.group(name).await?;
                let add = json!([{"op": "Add", "path": "members", "value": [{"value": member}]}]);
                if let Some(seen) = self.want_success(patch(&group, add)).await? {
                    return Ok(Some(seen));
                }
                self.members(&group, 1).await
            }
            Need::MembersFilter => {
                let (member, group) = self.group(name).await?;
                let id = group.trim_start_matches("/Groups/");
                let filter = format!("id eq \"{id}\" and members eq \"{member}\"");
                self.want(ScimRequest::get("/Groups").with_query("filter", filter), 200, |list| {
                    total(list, 1)
                })
                .await
            }
            Need::LocationOfCreate => {
                let exchange = self.send(ScimRequest::post("/Users", user(name))).await;
                answer_of(&exchange)?;
                let headers = &exchange.record.response_headers;
                let has_it = headers.iter().any(|(header, _)| header.eq_ignore_ascii_case("location"));
                Ok((!has_it).then(|| "201 without Location".to_owned()))
            }
            Need::ItemsPerPage => {
                self.user(name).await?;
                let filter = format!("userName eq \"{name}@contoso.example\"");
                let request = ScimRequest::get("/Users").with_query("filter", filter);
                self.want(request, 200, |list| {
                    let (items, found) = (&list["itemsPerPage"], resources(list));
                    (items.as_u64() != Some(found))
                        .then(|| format!("itemsPerPage is {items}, and {found} came"))
                })
                .await
            }
            Need::PageBeyondTheEnd => {
                self.user(name).await?;
                let request =
                    ScimRequest::get("/Users").with_query("startIndex", "1000").with_query("count", "5");
                self.want(request, 200, |list| {
                    let found = resources(list);
                    (found > 0).then(|| format!("{found} users came"))
                })
                .await
            }
            Need::FilterByExtension => {
                self.user(name).await?;
                let filter = format!("{ENTERPRISE}:employeeNumber eq \"{name}\"");
                self.want(ScimRequest::get("/Users").with_query("filter", filter), 200, |list| total(list, 1))
                    .await
            }
            Need::EscapedQuoteInFilter => {
                let request = ScimRequest::get("/Users").with_query("filter", r#"userName eq "a\"b""#);
                self.want(request, 200, |list| total(list, 0)).await
            }
            Need::SchemasBesideAttributes => {
                let id = self.user(name).await?;
                let request = ScimRequest::get(format!("/Users/{id}")).with_query("attributes", "userName");
                self.want(request, 200, |user| {
                    (!user["schemas"].is_array()).then(|| format!("without schemas: {user}"))
                })
                .await
            }
        }
    }

    /// A user that was made for this, by id.
    async fn user(&self, name: &str) -> Result<String> {
        self.made(ScimRequest::post("/Users", user(name))).await
    }

    /// A group with one member: the member's id, and the group's path.
    async fn group(&self, name: &str) -> Result<(String, String)> {
        let member = self.user(name).await?;
        let group = json!({
            "schemas": [urn::GROUP],
            "displayName": format!("Group of {name}"),
            "members": [{"value": member}],
        });
        let id = self.made(ScimRequest::post("/Groups", group)).await?;
        Ok((member, format!("/Groups/{id}")))
    }

    async fn made(&self, request: ScimRequest) -> Result<String> {
        let exchange = self.send(request).await;
        let answer = answer_of(&exchange)?;
        let id = answer.body.as_ref().and_then(|body| body["id"].as_str());
        match id {
            Some(id) if answer.status == 201 => Ok(id.to_owned()),
            _ => Err(Failure::Unexpected(format!("nothing was made: {answer:?}"))),
        }
    }

    /// A PATCH of a user that has to be taken.
    async fn patched(&self, id: &str, operations: Value) -> Result<Option<String>> {
        self.want_success(patch(&format!("/Users/{id}"), operations)).await
    }

    async fn members(&self, group: &str, wanted: usize) -> Result<Option<String>> {
        self.want(ScimRequest::get(group), 200, |group| {
            let count = group["members"].as_array().map_or(0, Vec::len);
            (count != wanted).then(|| format!("{count} members, not {wanted}"))
        })
        .await
    }

    async fn want_success(&self, request: ScimRequest) -> Result<Option<String>> {
        let exchange = self.send(request).await;
        let answer = answer_of(&exchange)?;
        Ok((!answer.is_success()).then(|| told(answer)))
    }

    /// An answer that has to have this status, and a body in which nothing is wrong.
    async fn want(
        &self,
        request: ScimRequest,
        status: u16,
        wrong: impl FnOnce(&Value) -> Option<String>,
    ) -> Result<Option<String>> {
        let exchange = self.send(request).await;
        let answer = answer_of(&exchange)?;
        Ok(if answer.status == status {
            wrong(answer.body.as_ref().unwrap_or(&Value::Null))
        } else {
            Some(told(answer))
        })
    }

    async fn send(&self, request: ScimRequest) -> ScimExchange {
        self.client.send(&request, "rehearsal").await
    }
}

/// A whole answer, whatever it says. That none comes, or none that can be read, is no departure but a failure.
fn answer_of(exchange: &ScimExchange) -> Result<&ScimAnswer> {
    exchange.answer.as_ref().map_err(|error| Failure::Unexpected(format!("{error}: {:?}", exchange.record)))
}

/// An answer in a line: its status and the service's own words.
fn told(answer: &ScimAnswer) -> String {
    let body = answer.body.as_ref().unwrap_or(&Value::Null);
    let detail = body["detail"].as_str().unwrap_or("without a reason").replace('\n', " ");
    let kind = body["scimType"].as_str().map(|kind| format!(" {kind}")).unwrap_or_default();
    format!("{}{kind}: {detail}", answer.status)
}

fn total(list: &Value, wanted: u64) -> Option<String> {
    let found = &list["totalResults"];
    (found.as_u64() != Some(wanted)).then(|| format!("{found} were found, not {wanted}"))
}

fn resources(list: &Value) -> u64 {
    list["Resources"].as_array().map_or(0, |resources| resources.len() as u64)
}

fn patch(path: &str, operations: Value) -> ScimRequest {
    ScimRequest::patch(path, json!({"schemas": [urn::PATCH_OP], "Operations": operations}))
}

fn user(name: &str) -> Value {
    json!({
        "schemas": [urn::USER, urn::ENTERPRISE_USER],
        "userName": format!("{name}@contoso.example"),
        "active": true,
        "name": {"givenName": "Ana", "familyName": "Silva"},
        "emails": [{"primary": true, "type": "work", "value": format!("{name}@contoso.example")}],
        urn::ENTERPRISE_USER: {"employeeNumber": name, "department": "Finance"},
    })
}
