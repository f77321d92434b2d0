//! Codes tried: each try is spent, committed, and only then compared.

use super::code_of;
use crate::auth::audit::{Kind, code_detail};
use crate::auth::notice::News;
use crate::auth::totp::AppSecret;
use crate::auth::{Auth, Fault, Visitor};
use crate::flow::figures::Step;
use crate::model::{AppId, ChallengeId, Channel, Note, PersonId, Purpose, Seconds, Timestamp};
use crate::store::challenge::{self, Challenge};
use crate::store::outbox::What;
use crate::store::person::{self, Person};
use crate::store::{Db, StoreError, Tx, budget, factor, run_all, sends, session};

/// What typed digits are compared with.
pub struct Against<'a> {
    /// What for; decides which budget of wrong codes they count in.
    pub purpose: Purpose,
    /// A code that was sent.
    pub challenge: Option<&'a Challenge>,
    /// The codes that the person's authenticator apps show.
    pub apps: bool,
}

/// A try that was spent on a right code; the caller's transaction consumes it.
pub struct RightCode {
    /// The challenge whose code it was.
    challenge: Option<ChallengeId>,
    /// The app that showed it, and its time step.
    app: Option<(AppId, i64)>,
    /// The failures reserved for it, to be given back.
    reserved: String,
    /// In whose figures it counts.
    tally: Option<String>,
    /// It came to a number that is not in force yet.
    fresh: bool,
    /// It was the first try of its challenge.
    first: bool,
    /// How its code was sent last, and when the first message with it was taken.
    taken: Option<(Channel, Timestamp)>,
}

impl Auth {
    /// Spends a try on a code that was sent, and compares.
    pub(in crate::auth) async fn try_code(
        &self,
        visitor: &Visitor,
        who: &Person,
        challenge: &Challenge,
        typed: &str,
    ) -> Result<Result<RightCode, Note>, Fault> {
        let against = Against { purpose: challenge.purpose, challenge: Some(challenge), apps: false };
        self.try_digits(visitor, who, against, typed).await
    }

    /// Spends a try and compares. `Err` holds the words for the person; a used-up budget compares nothing.
    pub(in crate::auth) async fn try_digits(
        &self,
        visitor: &Visitor,
        who: &Person,
        against: Against<'_>,
        typed: &str,
    ) -> Result<Result<RightCode, Note>, Fault> {
        let Against { purpose, challenge, apps } = against;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let key = self.wrong_key(&mut tx, visitor, who, purpose).await?;
        // Counting the run writes the person's row, on which everybody who changes or tries something of theirs queues.
        let run = person::count_wrong(&mut tx, &who.id).await?;
        let spent = match challenge {
            Some(c) => challenge::spend_try(&mut tx, &c.id, &c.binding, self.policy.code_tries, now).await?,
            None => None,
        };
        let challenge = challenge.filter(|_| spent.is_some());
        let tally = match challenge {
            Some(c) => self.tally_of(who, &self.destination(c)?, c.channel),
            None => None,
        };
        // Counted with what the try leads to.
        let first = spent == Some(1);
        if let (None, false, Some(burnt)) = (challenge, apps, against.challenge) {
            return Ok(Err(Note::CodeTries(visitor.zone.until(now, burnt.facts.expires))));
        }
        let reserved = self.env.id_text();
        if let Err(until) =
            budget::take_queued(&mut tx, &reserved, &key, &self.wrong_windows(who.new_password), now).await?
        {
            return Ok(Err(Note::TooManyCodes(visitor.zone.until(now, until))));
        }
        self.commit_silent(tx).await?;

        if let Some(c) = challenge
            && self.vault.code_is(code_of(c), typed)
        {
            let fresh = c.purpose == Purpose::NewPhone;
            let (challenge, taken) = (Some(c.id.clone()), c.taken.map(|taken| (c.channel, taken)));
            return Ok(Ok(RightCode { challenge, app: None, reserved, tally, fresh, first, taken }));
        }
        let shown = if apps { self.app_step(who, typed).await? } else { None };
        let replayed = match shown {
            Some((app, step)) if step > app.last_step => {
                let app = Some((app.id, step));
                let (fresh, first, taken) = (false, false, None);
                return Ok(Ok(RightCode { challenge: None, app, reserved, tally: None, fresh, first, taken }));
            }
            shown => shown.is_some(),
        };
        let mut tx = self.store.begin().await?;
        // Person first and trail last, as everywhere: two transactions never wait for each other in a circle.
        person::queue(&mut tx, &who.id).await?;
        if first {
            run_all(&mut tx, self.count_code(tally.as_deref(), &[Step::Entered])).await?;
        }
        let detail = match challenge {
            Some(c) => code_detail(c.channel, purpose),
            None => serde_json::json!({ "channel": "app", "purpose": purpose.word() }),
        };
        self.record(&mut tx, who, visitor, Kind::WrongCode, detail).await?;
        if replayed {
            // No guess: what is spent opens nothing, and a button pressed twice costs its person no try.
            budget::give_back(&reserved).run(&mut tx).await?;
            person::uncount_wrong(&mut tx, &who.id).await?;
        }
        self.after_wrong(&mut tx, visitor, who, purpose, &key, run).await?;
        self.enlist(&mut tx, &who.id).await?;
        let note = match challenge {
            Some(c) => {
                // Others may have tried as well meanwhile.
                let spent = challenge::get(&mut tx, &c.id).await?.facts.tries;
                match u32::try_from(self.policy.code_tries - spent).unwrap_or(0) {
                    0 => Note::CodeTries(visitor.zone.until(now, c.facts.expires)),
                    left => Note::CodeWrong { left },
                }
            }
            None if replayed => Note::AppUsed,
            None => Note::AppWrong,
        };
        self.commit(tx).await?;
        Ok(Err(note))
    }

    /// The app of the person's that shows these digits now, and their time step.
    async fn app_step(&self, who: &Person, typed: &str) -> Result<Option<(factor::App, i64)>, Fault> {
        let mut db = self.store.read().await?;
        for app in factor::apps(&mut db, &who.id).await? {
            let secret = self.vault.open("app", &app.secret_sealed).ok_or(Fault::Broken("app"))?;
            let secret = AppSecret::parse(&secret).ok_or(Fault::Broken("app"))?;
            if let Some(step) = secret.step_of(typed, self.now()) {
                return Ok(Some((app, step)));
            }
        }
        Ok(None)
    }

    /// Opens the transaction of a right code's effect and uses the code up in it: of many at once exactly one gets
    /// through (T6). The failure reserved for it is given back, and the run of wrong codes is over.
    ///
    /// # Errors
    /// [`Fault::Stale`] for the others: the second press of a double click is no failure either.
    pub(in crate::auth) async fn begin_with_code(&self, who: &Person, right: &RightCode) -> Result<Tx, Fault> {
        let used = match (&right.challenge, &right.app) {
            (Some(id), _) => challenge::consume(id, self.now()),
            (None, Some((id, step))) => factor::use_app(id, *step, self.now()),
            (None, None) => return Err(Fault::Broken("a right code of nothing")),
        };
        let steps = [Step::Entered, Step::Used];
        // The first takes the person's row, as everywhere.
        let mut writes = vec![person::clear_wrong(&who.id), used, budget::give_back(&right.reserved)];
        writes.extend(self.count_code(right.tally.as_deref(), &steps[usize::from(!right.first)..]));
        let mut tx = self.store.begin().await?;
        match run_all(&mut tx, writes).await {
            Ok(()) => {
                if let Some((channel, taken)) = right.taken {
                    self.meters.entered(channel, taken.millis_until(self.now()));
                }
                if let Some(id) = &right.challenge {
                    self.count_carrier(&mut tx, right.tally.as_deref(), id).await?;
                    if right.fresh {
                        sends::note_answer(&mut tx, id, self.now()).await?;
                    }
                }
                Ok(tx)
            }
            Err(StoreError::Stale) => {
                // Nothing of this transaction stays: the run of wrong codes goes on as it was, without this try.
                tx.rollback().await?;
                let mut tx = self.store.begin().await?;
                person::queue(&mut tx, &who.id).await?;
                person::uncount_wrong(&mut tx, &who.id).await?;
                budget::give_back(&right.reserved).run(&mut tx).await?;
                self.commit_silent(tx).await?;
                Err(Fault::Stale)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Until when the person's budget of wrong codes is used up, for this visitor.
    pub(in crate::auth) async fn wrong_code_budget(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        who: &Person,
        purpose: Purpose,
    ) -> Result<Option<Timestamp>, Fault> {
        let key = self.wrong_key(db, visitor, who, purpose).await?;
        Ok(budget::full_until(db, &key, &self.wrong_windows(who.new_password), self.now()).await?)
    }

    /// Failures count per person over every challenge, so no new code, sign-in or browser resets them (63B §3.1.3.2): all
    /// strangers share one budget. Browsers that the person signed in with before have one of their own, so whoever burns
    /// the strangers' does not keep the owner out (T20). Codes for a new phone or address, and mailed ones that anybody
    /// can ask for, count apart: burning those must not stand in the way of a sign-in, nor the other way round.
    async fn wrong_key(&self, db: &mut Db, visitor: &Visitor, who: &Person, purpose: Purpose) -> Result<String, Fault> {
        let kind = match purpose {
            Purpose::SignIn | Purpose::Gate | Purpose::Proof => "",
            Purpose::NewPhone => ":new",
            Purpose::Email => ":email",
            Purpose::Case => ":case",
            Purpose::Pass => ":pass",
            Purpose::Forgot => ":forgot",
        };
        let scope = self.known_scope(db, visitor, &who.id).await?;
        Ok(format!("wrong:{}{kind}{scope}", who.id))
    }

    /// What the key of a budget ends with that strangers cannot use up: empty for them. Known browsers share one, or signing
    /// in with ever new ones would give ever new tries.
    pub(in crate::auth) async fn known_scope(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        who: &PersonId,
    ) -> Result<&'static str, Fault> {
        Ok(if self.known_browser(db, visitor, who).await?.is_some() { ":known" } else { "" })
    }

    /// The digest of the visitor's device token, if the person signed in fully with this browser before.
    pub(in crate::auth) async fn known_browser(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        who: &PersonId,
    ) -> Result<Option<String>, Fault> {
        let Some(device) = &visitor.device else { return Ok(None) };
        let digest = device.digest();
        Ok(session::knows_device(db, who, &digest).await?.then_some(digest))
    }

    /// Once the long budget has forced a new password, only the day's counts: the owner must be able to get in and set
    /// it.
    pub(in crate::auth) fn wrong_windows(&self, new_password: bool) -> budget::Windows {
        let [day, long] = self.policy.wrong_codes;
        if new_password { [day, day] } else { [day, long] }
    }

    /// What many wrong codes bring about: a mail at the third (I5), a forced new password when the long budget is used
    /// up, and the end of codes by phone after fifty in a row (63B §3.2.2).
    async fn after_wrong(
        &self,
        tx: &mut Tx,
        visitor: &Visitor,
        who: &Person,
        purpose: Purpose,
        key: &str,
        run: i64,
    ) -> Result<(), Fault> {
        let now = self.now();
        if purpose == Purpose::SignIn
            && self.happened(tx, &who.id, Kind::WrongCode, now - Seconds::hours(1)).await? == 3
        {
            self.tell(tx, visitor, who, News::of(What::WrongCodes)).await?;
        }
        // Digits that came after the right password say that somebody knows it.
        let knows = purpose != Purpose::Email;
        let long = self.policy.wrong_codes[1];
        let long = budget::only(long.0, long.1);
        if knows && !who.new_password && budget::full_until(tx, key, &long, now).await?.is_some() {
            person::demand_password(tx, &who.id, now).await?;
            self.tell(tx, visitor, who, News::of(What::PasswordDemanded)).await?;
        }
        if run >= self.policy.wrong_run && !who.phone_disabled {
            person::disable_phone(tx, &who.id, Some(now)).await?;
            self.record(tx, who, visitor, Kind::PhoneDisabled, serde_json::json!({ "run": run })).await?;
        }
        Ok(())
    }
}
