//! The language of messages to a person.

use super::audit::Kind;
use super::{Auth, Fault, Next, Visitor};
use crate::model::{ChooseLanguage, Language, Note, Place};
use crate::store::Tx;
use crate::store::person::{self, Person};
use crate::store::session::{self, Session};
use serde_json::json;

impl Auth {
    /// Chooses a language by its tag; empty: whichever the browser asks for.
    pub async fn language_save(&self, visitor: &mut Visitor, tag: &str) -> Result<Next, Fault> {
        let session = self.in_settings(visitor).await?;
        let chosen = match tag {
            "" => None,
            tag => Some(Language::parse(tag).ok_or(Fault::BadRequest)?),
        };
        let mut tx = self.store.begin().await?;
        let who = person::hold(&mut tx, &session.person).await?;
        if who.language != chosen {
            person::set_language(&mut tx, &who.id, chosen).await?;
            self.record(&mut tx, &who, visitor, Kind::LanguageChanged, json!({ "language": tag })).await?;
        }
        self.commit(tx).await?;
        Ok(Next::to(Place::Settings).say(Note::LanguageSaved))
    }

    pub(super) async fn language_page(&self, visitor: &Visitor, session: &Session) -> Result<ChooseLanguage, Fault> {
        let mut db = self.store.read().await?;
        let chosen = person::get(&mut db, &session.person).await?.language;
        Ok(ChooseLanguage { chosen, browser: visitor.language.unwrap_or_default() })
    }

    /// The language of notices to somebody: their own choice, else what a browser asks for that they are signed in with, or
    /// were before. Whoever attacks an account could otherwise have its owner told in a language that they cannot read.
    pub(super) async fn notice_language(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
    ) -> Result<Language, Fault> {
        Ok(match (who.language, visitor.language) {
            (Some(chosen), _) => chosen,
            (None, Some(asked)) if self.is_their_browser(tx, visitor, who).await? => asked,
            _ => Language::default(),
        })
    }

    async fn is_their_browser(&self, tx: &mut Tx, visitor: &Visitor, who: &Person) -> Result<bool, Fault> {
        if self.known_browser(tx, visitor, &who.id).await?.is_some() {
            return Ok(true);
        }
        // A change that makes browsers forgotten keeps the session that it was made in.
        let Some(token) = &visitor.session else { return Ok(false) };
        Ok(session::by_digest(tx, &token.digest()).await?.is_some_and(|session| session.person == who.id))
    }
}

impl Visitor {
    /// The language of a message that this person reads here and now: their own choice, else the browser's.
    pub(super) fn language_of(&self, who: &Person) -> Language {
        who.language.or(self.language).unwrap_or_default()
    }
}
