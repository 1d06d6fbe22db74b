//! `users/delta`: everyone at first, afterwards who changed. A link holds all that the next call needs.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Cx;
use crate::entra::call::Reply;
use crate::entra::error::GraphError;
use crate::entra::odata::{self, Selection, USER};
use crate::entra::store::objects::{self, Kind};
use crate::entra::store::settings;

/// Where a round of deltas stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Round {
    /// The number of the last change that was told.
    after: i64,
    /// Whether this is the first round, in which nobody can have left.
    first: bool,
    select: Option<String>,
    top: Option<usize>,
}

impl Round {
    fn read(token: &str) -> Result<Self, GraphError> {
        let wrong = || GraphError::new(400, "BadRequest", "The token is not one of this service.");
        let text = URL_SAFE_NO_PAD.decode(token).map_err(|_| wrong())?;
        serde_json::from_slice(&text).map_err(|_| wrong())
    }
}

/// What happened to one object.
struct Told {
    number: i64,
    id: String,
    /// The user; `None`: why they are gone.
    user: Result<Value, &'static str>,
}

pub(crate) fn users(cx: &Cx<'_>) -> Result<Reply, GraphError> {
    let query = &cx.call.query;
    query.allow(&["select", "top", "skiptoken", "deltatoken"])?;
    let round = match (&query.skiptoken, &query.deltatoken) {
        (Some(_), Some(_)) => {
            return Err(GraphError::bad_request("A link holds one token."));
        }
        (Some(token), None) => Round::read(token)?,
        (None, Some(token)) if token != "latest" => Round::read(token)?,
        (None, latest) => Round {
            after: if latest.is_some() { settings::last_change(cx.data)? } else { 0 },
            first: latest.is_none(),
            select: query.select.clone(),
            top: query.top,
        },
    };
    let selection = Selection::read(round.select.as_deref(), &USER)?;
    let told = told(cx, &round)?;
    let top = round.top.unwrap_or(USER.page).clamp(1, USER.most);
    let more = told.len() > top;
    let page: Vec<Told> = told.into_iter().take(top).collect();

    let mut body = Map::new();
    body.insert("@odata.context".to_owned(), cx.context("users").into());
    let (link, next) = match page.last() {
        Some(last) if more => ("@odata.nextLink", Round { after: last.number, ..round }),
        _ => {
            let after = settings::last_change(cx.data)?;
            ("@odata.deltaLink", Round { after, first: false, ..round })
        }
    };
    let option = if more { "$skiptoken" } else { "$deltatoken" };
    let url = format!("{}/users/delta()?{option}={}", cx.state.base_url, odata::token(&next)?);
    body.insert(link.to_owned(), url.into());
    let shown = page.into_iter().map(|told| match told.user {
        Ok(user) => {
            let mut shown = selection.apply(&USER, &user);
            shown["id"] = told.id.into();
            shown
        }
        Err(reason) => json!({"id": told.id, "@removed": {"reason": reason}}),
    });
    body.insert("value".to_owned(), shown.collect());
    Ok(Reply::ok(Value::Object(body)))
}

/// Everything after the round's last change, in the order it happened.
fn told(cx: &Cx<'_>, round: &Round) -> Result<Vec<Told>, GraphError> {
    let changed = objects::changed_after(cx.data, Kind::User, round.after)?.into_iter().map(|object| Told {
        number: object.changed,
        id: object.id,
        user: if object.deleted.is_some() { Err("changed") } else { Ok(object.json) },
    });
    let purged = objects::purged_after(cx.data, round.after)?.into_iter().map(|(id, number)| Told {
        number,
        id,
        user: Err("deleted"),
    });
    let mut told: Vec<Told> =
        changed.chain(purged).filter(|told| !round.first || told.user.is_ok()).collect();
    told.sort_by_key(|told| told.number);
    Ok(told)
}
