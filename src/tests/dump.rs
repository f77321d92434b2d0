//! The whole database as text: for tests that promise that nothing changed, or that nothing is in it.

use crate::world::World;
use sqlx::{AssertSqlSafe, Column, Row, ValueRef};
use std::collections::BTreeMap;

impl World {
    /// Every row of every table, as text.
    pub async fn dump(&self) -> BTreeMap<&'static str, Vec<String>> {
        let mut db = self.node.auth.store.read().await.unwrap();
        let mut all = BTreeMap::new();
        for &table in TABLES {
            let rows = sqlx::query(AssertSqlSafe(format!("SELECT * FROM {table}"))).fetch_all(&mut *db).await.unwrap();
            let mut lines: Vec<String> = rows.iter().map(line).collect();
            lines.sort();
            all.insert(table, lines);
        }
        all
    }
}

/// Every table of the migrations.
pub const TABLES: &[&str] = &[
    "address",
    "admin_reset",
    "app",
    "attempt",
    "audit",
    "audit_checkpoint",
    "audit_head",
    "billing",
    "budget_event",
    "budget_key",
    "case_question",
    "challenge",
    "daily_count",
    "device",
    "enrolment",
    "forgot",
    "guard_allowed",
    "guard_block",
    "guard_refused",
    "invitation",
    "invite_draft",
    "lockout",
    "membership",
    "org_policy",
    "organization",
    "outbox",
    "person",
    "phone",
    "receipt",
    "recovery_code",
    "reset_case",
    "roster",
    "roster_tally",
    "roster_term",
    "selected",
    "selection",
    "send_log",
    "session",
    "setup",
    "sign_in",
    "tally",
    "tally_event",
    "tally_member",
    "undo",
];

fn line(row: &sqlx::any::AnyRow) -> String {
    let value = |n: usize| {
        if row.try_get_raw(n).unwrap().is_null() {
            return "-".to_owned();
        }
        row.try_get::<String, _>(n).or_else(|_| row.try_get::<i64, _>(n).map(|v| v.to_string())).unwrap()
    };
    let cells: Vec<String> = row.columns().iter().map(|c| format!("{}={}", c.name(), value(c.ordinal()))).collect();
    cells.join(" ")
}
