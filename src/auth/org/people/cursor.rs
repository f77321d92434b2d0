//! Where a page begins, sealed: nobody can make one up, read names out of an address that was passed on, or use one of another
//! organization or another view. What cannot be read leads to the first page.

use super::asked::Asked;
use crate::auth::Auth;
use crate::model::OrgId;
use crate::store::roster::{Cursor, Mark};
use serde::{Deserialize, Serialize};

/// A place in a list or among matches.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum At {
    /// In a list.
    Row(Cursor),
    /// Among matches.
    Match(Mark),
}

impl At {
    /// In a list.
    pub fn cursor(&self) -> Option<&Cursor> {
        if let At::Row(cursor) = self { Some(cursor) } else { None }
    }

    /// Among matches.
    pub fn mark(&self) -> Option<&Mark> {
        if let At::Match(mark) = self { Some(mark) } else { None }
    }
}

/// Where a page begins, or ends if it is read backwards.
#[derive(Serialize, Deserialize)]
pub(super) struct Cut {
    /// The place.
    pub at: At,
    /// Read backwards from there.
    pub back: bool,
    /// The position of the page's first row, from 1.
    pub from: i64,
}

impl Auth {
    pub(super) fn write_cut(&self, org: &OrgId, asked: &Asked, cut: &Cut) -> String {
        let text = serde_json::to_string(cut).unwrap_or_default();
        self.vault.seal(&self.env, &kind(org, asked), &text)
    }

    pub(super) fn read_cut(&self, org: &OrgId, asked: &Asked, sealed: &str) -> Option<Cut> {
        serde_json::from_str(&self.vault.open(&kind(org, asked), sealed)?).ok()
    }
}

fn kind(org: &OrgId, asked: &Asked) -> String {
    format!("people:{org}:{}", asked.view())
}
