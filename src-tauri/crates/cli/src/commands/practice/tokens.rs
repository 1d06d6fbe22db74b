//! `practice tokens`.

use onramp_practice::control::{Control, PracticeToken, PracticeTokenInfo};

use super::failed;
use crate::args::{PracticeData, TokensArgs, TokensCommand};
use crate::failure::{Answer, Exit};
use crate::output::{self, Mark};

pub(super) async fn run(args: TokensArgs, json: bool) -> Answer {
    let open = async |place: PracticeData| Control::open(place.data).await.map_err(failed);
    match args.command {
        TokensCommand::List(place) => {
            list(&open(place).await?.tokens().await.map_err(failed)?, json);
        }
        TokensCommand::Generate { place, label } => {
            made(&open(place).await?.add_token(label).await.map_err(failed)?, json);
        }
        TokensCommand::Rotate { place, fingerprint } => {
            made(&open(place).await?.rotate_token(&fingerprint).await.map_err(failed)?, json);
        }
        TokensCommand::Revoke { place, fingerprint } => {
            let control = open(place).await?;
            control.revoke_token(&fingerprint).await.map_err(failed)?;
            match json {
                true => list(&control.tokens().await.map_err(failed)?, json),
                false => output::line(Mark::Good, &format!("{fingerprint} is not valid any more.")),
            }
        }
    }
    Ok(Exit::Fine)
}

/// The one time the token is shown. It opens nothing but the practice Ramp.
fn made(token: &PracticeToken, json: bool) {
    match json {
        true => output::json(token),
        false => output::plain(&token.token),
    }
}

fn list(tokens: &[PracticeTokenInfo], json: bool) {
    if json {
        return output::json(&tokens);
    }
    for token in tokens {
        let mark = if token.revoked { Mark::Quiet } else { Mark::Good };
        let used =
            token.last_used.as_deref().map_or("never used".to_owned(), |day| format!("last used {day}"));
        let ended = if token.revoked { ", ended" } else { "" };
        let label = token.label.as_deref().map(|label| format!("  {label}")).unwrap_or_default();
        output::line(mark, &format!("{}  made {}, {used}{ended}{label}", token.fingerprint, token.created));
    }
}
