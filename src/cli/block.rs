//! What the guards against toll fraud hold back, for whoever has the server.

use super::operator::auth;
use super::{Failure, other};
use crate::auth::guard::operator::{Standing, told};
use crate::auth::{Auth, Fault};
use crate::env::iso;

/// `rekey block list`.
pub async fn block_list() -> Result<(), Failure> {
    let auth = auth().await?;
    say(&auth).await?;
    let Standing { blocks, .. } = standing(&auth).await?;
    for held in blocks {
        let whose = match (held.everywhere(), held.who.as_str()) {
            (true, _) => "this server".to_owned(),
            (false, "") => "people whom no organization manages".to_owned(),
            (false, name) => name.to_owned(),
        };
        let (numbers, answered) = held.counts;
        println!("{}  until {}  {}: {}", held.block, iso(held.until), whose, told(&held));
        if numbers > 0 {
            println!("    {numbers} of them were sent a code before, {answered} entered it");
        }
        if !held.person.is_empty() {
            println!("    refused last: {}", held.masked.text());
        }
    }
    Ok(())
}

/// `rekey block lift`.
pub async fn block_lift(id: &str) -> Result<(), Failure> {
    match auth().await?.lift_block(id.trim()).await {
        Ok(()) => {
            println!("Codes go to these numbers again.");
            Ok(())
        }
        Err(Fault::NotFound) => Err(Failure::Other(format!("nothing is held back as {id}; see `rekey block list`"))),
        Err(fault) => Err(other("block lift")(&fault)),
    }
}

/// Money and blocks in two lines, for `rekey check` as well.
pub(super) async fn say(auth: &Auth) -> Result<(), Failure> {
    let Standing { blocks, spent, most, currency } = standing(auth).await?;
    let sum = |thousandths: i64| format!("{currency} {}.{:02}", thousandths / 1000, thousandths % 1000 / 10);
    println!("spend today: {} of {}", sum(spent), sum(most));
    match blocks.len() {
        0 => println!("held back: nothing"),
        1 => println!("held back: 1 kind of new numbers; see `rekey block list`"),
        n => println!("held back: {n} kinds of new numbers; see `rekey block list`"),
    }
    Ok(())
}

async fn standing(auth: &Auth) -> Result<Standing, Failure> {
    auth.standing_blocks().await.map_err(|e| other("block list")(&e))
}
