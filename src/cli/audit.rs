//! `rekey audit`: verifies the trail, in the database or offline in a file.

use super::{Failure, open, other};
use crate::auth::audit::check::{Finding, check};
use crate::auth::audit::file::Statement;
use crate::auth::verify_chain;
use crate::config::{Config, Sources};
use crate::env::iso;
use crate::model::Timestamp;
use crate::store::{Store, audit};
use crate::vault::{PublicKey, Vault};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// `rekey audit key`.
pub fn key() -> Result<(), Failure> {
    println!("{}", own_key(&settings()?));
    Ok(())
}

/// `rekey audit verify`.
pub async fn verify(export: Option<&Path>, public_key: Option<&str>, and_database: bool) -> Result<(), Failure> {
    let said = public_key.map(|text| {
        PublicKey::parse(text).ok_or_else(|| {
            Failure::Settings("--public-key: must be a key such as `rekey audit key` prints, ed25519:…".into())
        })
    });
    let said = said.transpose()?;
    let Some(path) = export else {
        let config = settings()?;
        let store = ready(&config).await?;
        return verify_store(&store, &said.unwrap_or_else(|| own_key(&config))).await;
    };
    let key = match said {
        Some(key) => key,
        None => own_key(&settings().map_err(|failure| match failure {
            Failure::Settings(said) => Failure::Settings(format!(
                "without settings, --public-key has to name the key that signs; the server's `rekey audit key` prints it \
                 ({said})"
            )),
            failure => failure,
        })?),
    };
    let file = File::open(path).map_err(|e| Failure::Settings(format!("--export: {}: {e}", path.display())))?;
    let found = check(BufReader::new(file), &key).map_err(|e| other("--export")(&e))?;
    let statement = tell(path, &key, found)?;
    if and_database {
        compare(&ready(&settings()?).await?, &statement).await?;
    }
    Ok(())
}

/// Verifies every chain in the database, and says so.
pub async fn verify_store(store: &Store, key: &PublicKey) -> Result<(), Failure> {
    let verdict = verify_chain::verify(store, Some(key)).await.map_err(|e| other("audit trail")(&e))?;
    for (chain, flaw) in &verdict.flaws {
        println!("audit trail: {chain}: {flaw}");
    }
    let (broken, chains) = (verdict.flaws.len(), verdict.chains);
    if broken > 0 {
        return Err(Failure::Other(format!("audit trail: {broken} of {chains} chains broken")));
    }
    let (rows, checkpoints) = (verdict.rows, verdict.checkpoints);
    println!("audit trail: well, {rows} rows in {chains} chains, {checkpoints} checkpoints signed by {key}");
    Ok(())
}

/// Says what was found in a file; its signed end if it is sound.
fn tell(path: &Path, key: &PublicKey, found: Finding) -> Result<Statement, Failure> {
    let name = path.display();
    for flaw in &found.flaws {
        println!("{name}: {flaw}");
    }
    let Some(end) = found.statement.filter(|_| found.flaws.is_empty()) else {
        return Err(Failure::Other(format!("{name}: not as it was exported")));
    };
    println!("{name}: well, as it was exported {}, signed by {key}", iso(Timestamp(end.made_at)));
    let (from, to, chain) = (end.from_seq, end.to_seq, &end.chain);
    match (&*end.holds, end.count) {
        (_, 0) => println!("It holds no rows of {chain}."),
        ("run", count) => println!(
            "It holds every row of {chain} from {from} to {to} ({count} rows, {} checkpoints).",
            found.checkpoints
        ),
        ("filtered", count) => println!(
            "It is filtered ({}): {count} rows of {chain} between {from} and {to}, each verified by itself. What the filter \
             left out is not in it and cannot be verified by it.",
            end.filter
        ),
        (_, count) => println!(
            "It is the dossier of a reset: {count} rows of {chain} between {from} and {to}, each verified by itself \
             ({} checkpoints).",
            found.checkpoints
        ),
    }
    println!("The chain had {} rows then.", end.chain_seq);
    Ok(end)
}

/// Compares the chain's end of a sound file with the database: whether it was cut off or written anew since then.
async fn compare(store: &Store, end: &Statement) -> Result<(), Failure> {
    let down = |e: crate::store::StoreError| other("database")(&e);
    let mut db = store.read().await.map_err(down)?;
    let hash = match end.chain_seq {
        0 => Some(String::new()),
        seq => audit::hash_at(&mut db, &end.chain, seq).await.map_err(down)?,
    };
    match hash {
        Some(hash) if hash == end.chain_hash => {
            println!("The database still has the chain as it was then.");
            Ok(())
        }
        Some(_) => Err(Failure::Other(format!(
            "database: row {} of {} is not the one that this file knows: the chain was written anew",
            end.chain_seq, end.chain
        ))),
        None => Err(Failure::Other(format!(
            "database: row {} of {} is missing, and this file knows it: the chain was cut off",
            end.chain_seq, end.chain
        ))),
    }
}

fn own_key(config: &Config) -> PublicKey {
    Vault::new(&config.secret_key).public_key()
}

fn settings() -> Result<Config, Failure> {
    Ok(Config::load(&Sources::of_process(false)?.or_demo_key())?)
}

async fn ready(config: &Config) -> Result<Store, Failure> {
    let store = open(config).await?;
    let old = |_| Failure::Other("the database is not at this version; run `rekey migrate`".into());
    store.ready().await.map_err(old)?;
    Ok(store)
}
