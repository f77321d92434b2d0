//! A row of the log as people read it.

use crate::auth::{Fault, Zone, agent};
use crate::model::{AuditLine, AuditWho, Kind, Timestamp};
use crate::store::Db;
use crate::store::audit::Entry;
use crate::store::audit::search;
use serde_json::Value;
use std::collections::HashMap;

/// Names and addresses of people, by id.
#[derive(Default)]
pub struct Names(HashMap<String, Option<(String, String)>>);

/// Names that are kept while a long export is written.
const KEPT: usize = 5000;

impl Names {
    /// Looks up whom it does not know yet.
    pub async fn read<'a>(&mut self, db: &mut Db, ids: impl Iterator<Item = &'a String>) -> Result<(), Fault> {
        if self.0.len() > KEPT {
            self.0.clear();
        }
        let mut missing: Vec<&str> = ids.filter(|id| !self.0.contains_key(*id)).map(String::as_str).collect();
        missing.sort_unstable();
        missing.dedup();
        for some in missing.chunks(50) {
            for id in some {
                self.0.insert((*id).to_owned(), None);
            }
            for (id, name, email) in search::names(db, some).await? {
                self.0.insert(id, Some((name, email)));
            }
        }
        Ok(())
    }

    fn get(&self, id: &str) -> Option<&(String, String)> {
        self.0.get(id).and_then(Option::as_ref)
    }

    /// Address of a person.
    pub fn email(&self, id: &str) -> Option<&str> {
        self.get(id).map(|(_, email)| email.as_str())
    }

    /// Whoever an id stands for, in one word for files.
    pub fn plain(&self, id: &str) -> String {
        match (self.get(id), id) {
            (Some((name, _)), _) => name.clone(),
            (None, "operator") => "the operator".to_owned(),
            (None, "wait") => "Rekey".to_owned(),
            (None, _) => String::new(),
        }
    }

    /// Whoever an id stands for.
    fn who(&self, id: &str) -> AuditWho {
        match (self.get(id), id) {
            (Some((name, _)), _) => AuditWho::Person { id: id.to_owned(), name: name.clone() },
            (None, "operator") => AuditWho::Operator,
            (None, "wait") => AuditWho::Time,
            (None, _) => AuditWho::Unknown(id.to_owned()),
        }
    }
}

/// A row as people read it.
pub fn line(row: &Entry, names: &Names, zone: &Zone) -> AuditLine {
    AuditLine {
        id: row.id.clone(),
        kind: Kind::parse(&row.kind),
        word: row.kind.clone(),
        actor: names.who(&row.actor_id),
        person: names.who(&row.person_id),
        own: row.actor_id == row.person_id,
        facts: facts(&row.detail, names),
        at: zone.exact(Timestamp(row.at)),
        address: row.ip.clone(),
        device: if row.agent.is_empty() { String::new() } else { agent::device(&row.agent) },
    }
}

/// The facts of a row by name, in the order of their names; ids of people become names.
pub fn facts(detail: &str, names: &Names) -> Vec<(String, String)> {
    let Ok(Value::Object(all)) = serde_json::from_str(detail) else { return Vec::new() };
    let text = |value: Value| match value {
        Value::String(text) => names.get(&text).map_or(text, |(name, _)| name.clone()),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    all.into_iter().map(|(name, value)| (name, text(value))).filter(|(_, value)| !value.is_empty()).collect()
}
