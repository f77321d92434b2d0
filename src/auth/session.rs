//! Sessions: found, made, given a new token, ended.

use super::audit::Kind;
use super::notice::News;
use super::{Auth, Fault, Next, Visitor};
use crate::flow::sign_in::{Event, Standing};
use crate::meters::Step;
use crate::model::{Note, Place, Role, Seconds, SessionId, Timestamp};
use crate::store::outbox::What;
use crate::store::person::Person;
use crate::store::session::{self, Device, NewSession, Session};
use crate::store::{Db, Tx, budget, person};
use crate::vault::Token;
use serde_json::json;

/// Sessions a person may have at once; the oldest end first (v5.0.0-7.1.2).
const MOST: i64 = 10;
/// How stale "last seen" may be: a page read soon after another writes nothing.
const SEEN_EVERY: Seconds = Seconds(60);

impl Auth {
    /// The visitor's session, if it is live by idle and absolute time; both are enforced here, whatever the cookie says
    /// (v5.0.0-7.3.1, 7.3.2).
    pub(super) async fn session(&self, visitor: &Visitor) -> Result<Option<Session>, Fault> {
        let Some(session) = self.unseen_session(visitor).await? else { return Ok(None) };
        let now = self.now();
        if now >= session.seen + SEEN_EVERY {
            let mut tx = self.store.begin().await?;
            session::touch(&mut tx, &session.id, now).await?;
            self.commit_silent(tx).await?;
        }
        Ok(Some(session))
    }

    /// The same for what a page asks by itself: nobody is there because of it, so it does not put off the idle end.
    pub(super) async fn unseen_session(&self, visitor: &Visitor) -> Result<Option<Session>, Fault> {
        let Some(session) = self.session_row(visitor).await? else { return Ok(None) };
        let now = self.now();
        if self.has_run_out(&session) {
            let mut tx = self.store.begin().await?;
            session::end(&mut tx, &session.id, "expired", now).await?;
            self.commit_silent(tx).await?;
            return Ok(None);
        }
        Ok(Some(session))
    }

    /// The same, neither ended nor kept alive by being looked at.
    pub(super) async fn session_as_it_is(&self, visitor: &Visitor) -> Result<Option<Session>, Fault> {
        Ok(self.session_row(visitor).await?.filter(|session| !self.has_run_out(session)))
    }

    async fn session_row(&self, visitor: &Visitor) -> Result<Option<Session>, Fault> {
        let Some(token) = &visitor.session else { return Ok(None) };
        let mut db = self.store.read().await?;
        Ok(session::by_digest(&mut db, &token.digest()).await?)
    }

    fn has_run_out(&self, session: &Session) -> bool {
        let (idle, absolute) = self.policy.session_ends(is_admin(session));
        self.now() >= session.seen + idle || self.now() >= session.created + absolute
    }

    /// The visitor's session.
    ///
    /// # Errors
    /// [`Fault::SignedOut`] when there is none.
    pub(super) async fn signed_in(&self, visitor: &Visitor) -> Result<Session, Fault> {
        self.session(visitor).await?.ok_or(Fault::SignedOut)
    }

    /// The visitor's session with User Settings open.
    ///
    /// # Errors
    /// [`Fault::SignedOut`], or [`Fault::StepUp`] when the emailed code has to be given first.
    pub(super) async fn in_settings(&self, visitor: &Visitor) -> Result<Session, Fault> {
        let session = self.signed_in(visitor).await?;
        if self.now() < session.gate_until { Ok(session) } else { Err(Fault::StepUp(Place::Confirm)) }
    }

    /// The last full sign-in is at most 15 minutes old (v5.0.0-7.5.1).
    pub(super) fn is_fresh(&self, session: &Session) -> bool {
        self.now() < session.full + self.policy.fresh
    }

    /// Makes a session after a full sign-in and gives its token to the visitor; the sign-in's own token dies. The
    /// browser is remembered, which gives it a budget of its own and nothing else.
    pub(super) async fn begin_session(
        &self,
        tx: &mut Tx,
        visitor: &mut Visitor,
        who: &Person,
        how: &str,
    ) -> Result<SessionId, Fault> {
        let now = self.now();
        let (id, token) = (self.env.id(), Token::random(&self.env));
        let new = NewSession {
            id: &id,
            digest: &token.digest(),
            person: &who.id,
            at: now,
            ip: &visitor.ip,
            agent: &visitor.agent,
        };
        if let Some(old) = &visitor.session {
            // Signing in over a live session: its token is forgotten by the browser and must be dead here, too.
            session::end_by_digest(tx, &old.digest(), "signed in again", now).await?;
        }
        // Before the new one is there: it is never among the oldest, not even within one millisecond.
        let (live, others) = session::before(tx, &who.id).await?;
        if live >= MOST {
            session::trim(tx, &who.id, MOST - 1, now).await?;
        }
        session::insert(tx, new).await?;
        let device = visitor.device.get_or_insert_with(|| Token::random(&self.env)).digest();
        let mut seen = session::remember_device(tx, &self.env.id_text(), &who.id, &device, now).await?;
        if seen == Device::Forgotten {
            // It ended with a change of factors. Whoever copied the old token gains nothing from this sign-in.
            let token = Token::random(&self.env);
            seen = session::remember_device(tx, &self.env.id_text(), &who.id, &token.digest(), now).await?;
            visitor.device = Some(token);
        }
        // The very first browser is nobody's surprise.
        if seen == Device::New && others {
            self.tell_of_new_device(tx, visitor, who).await?;
        }
        if who.wrong_run > 0 {
            person::clear_wrong(&who.id).run(tx).await?;
        }
        self.record(tx, who, visitor, Kind::SignedIn, json!({ "by": how })).await?;
        self.meters.sign_in(Step::Finished);
        visitor.session = Some(token);
        visitor.flow = None;
        Ok(id)
    }

    /// A browser not seen before: everybody is told, once an hour at most (I5), with a way to end what it may do.
    async fn tell_of_new_device(&self, tx: &mut Tx, visitor: &Visitor, who: &Person) -> Result<(), Fault> {
        let (key, hourly) = (format!("device:{}", who.id), budget::only(Seconds::hours(1), 1));
        if budget::take(tx, &self.env.id_text(), &key, &hourly, self.now()).await?.is_err() {
            return Ok(());
        }
        let undo = self.keep_way_back(tx, who, Kind::NewDevice, self.policy.undo).await?;
        self.tell(tx, visitor, who, News::of(What::NewDevice).with_undo(undo)).await
    }

    /// Gives a session a new token at a rise of level (v5.0.0-7.2.4).
    pub(super) async fn renew_token(&self, db: &mut Db, visitor: &mut Visitor, id: &SessionId) -> Result<(), Fault> {
        let token = Token::random(&self.env);
        session::rotate(db, id, &token.digest(), self.now()).await?;
        visitor.session = Some(token);
        Ok(())
    }

    /// Ends the session and whatever was under way in this browser.
    pub async fn sign_out(&self, visitor: &mut Visitor) -> Result<Next, Fault> {
        if let Some(session) = self.session(visitor).await? {
            let mut tx = self.store.begin().await?;
            let who = person::get(&mut tx, &session.person).await?;
            session::end(&mut tx, &session.id, "signed out", self.now()).await?;
            self.record(&mut tx, &who, visitor, Kind::SignedOut, json!({})).await?;
            self.commit(tx).await?;
        }
        if let Some(mut sign_in) = self.half_signed_in(visitor).await? {
            // A copy of the cookie must not carry on where its owner stopped.
            sign_in.state = sign_in.state.next(Event::Over, Standing::default()).ok_or(Fault::Stale)?;
            let mut tx = self.store.begin().await?;
            crate::store::sign_in::save(&mut tx, &sign_in).await?;
            self.commit_silent(tx).await?;
        }
        visitor.session = None;
        visitor.flow = None;
        Ok(Next::to(Place::SignIn).say(Note::Goodbye))
    }

    /// Ends every other session of the signed-in person.
    pub async fn sign_out_others(&self, visitor: &mut Visitor) -> Result<Next, Fault> {
        let session = self.in_settings(visitor).await?;
        let mut tx = self.store.begin().await?;
        let who = person::get(&mut tx, &session.person).await?;
        let ended =
            session::end_others(&mut tx, &who.id, Some(&session.id), "ended by their person", self.now()).await?;
        self.record(&mut tx, &who, visitor, Kind::OthersSignedOut, json!({ "ended": ended })).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::Sessions).say(Note::OthersSignedOut))
    }

    /// Ends one other session of the signed-in person.
    pub async fn session_end(&self, visitor: &mut Visitor, id: &str) -> Result<Next, Fault> {
        let session = self.in_settings(visitor).await?;
        let id = SessionId::new(id);
        if id == session.id {
            return self.sign_out(visitor).await;
        }
        let mut tx = self.store.begin().await?;
        let who = person::get(&mut tx, &session.person).await?;
        let ended = session::end_of_person(&mut tx, &who.id, &id, "ended by their person", self.now()).await?;
        if ended {
            self.record(&mut tx, &who, visitor, Kind::OthersSignedOut, json!({ "ended": 1 })).await?;
        }
        self.commit(tx).await?;
        Ok(Next::to(Place::Sessions).say_maybe(ended.then_some(Note::SessionEnded)))
    }

    /// Sessions of the visitor's that are live by idle and absolute time.
    pub(super) async fn live_sessions(&self, db: &mut Db, own: &Session) -> Result<Vec<session::Line>, Fault> {
        let (since, idle) = self.live_since(own);
        Ok(session::list(db, &own.person, since, idle).await?)
    }

    /// When a session of the visitor's that is live was made, and seen, at the earliest.
    pub(super) fn live_since(&self, own: &Session) -> (Timestamp, Timestamp) {
        let (now, (idle, absolute)) = (self.now(), self.policy.session_ends(is_admin(own)));
        (now - absolute, now - idle)
    }

    /// Commits, and wakes the outbox: what was written may hold messages.
    pub(super) async fn commit(&self, tx: Tx) -> Result<(), Fault> {
        self.commit_silent(tx).await?;
        self.outbox.notify_one();
        Ok(())
    }

    /// Commits what holds no message.
    pub(super) async fn commit_silent(&self, tx: Tx) -> Result<(), Fault> {
        Ok(tx.commit().await?)
    }
}

/// Admins' and owners' sessions end earlier.
fn is_admin(session: &Session) -> bool {
    session.role.is_some_and(|role| role >= Role::Admin)
}

/// When something over happened, for callers that only have milliseconds.
pub(super) fn at(millis: i64) -> Timestamp {
    Timestamp(millis)
}
