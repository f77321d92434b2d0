//! The first owner: from a one-time link in the log, or by `rekey create-owner`. There is no default account
//! (v5.0.0-6.3.2).

use super::audit::{Kind, Subject};
use super::{Auth, Fault, Next, Typed, Visitor};
use crate::model::{Email, Note, OrgId, Password, PersonId, Place, Plan, RecoveryCode, Role, Setup};
use crate::store::person::NewPerson;
use crate::store::{Db, Tx, org, person};
use crate::vault::Token;
use serde_json::json;

/// A first owner, checked.
pub struct NewOwner<'a> {
    /// Address to sign in with.
    pub email: Email,
    /// Their name.
    pub name: &'a str,
    /// Name of their organization.
    pub organization: &'a str,
    /// Hash of their password, PHC text.
    pub password_phc: &'a str,
    /// What the organization pays for.
    pub plan: Plan,
}

impl Auth {
    /// Makes a one-time set-up link when there is nobody yet; earlier unused ones end. Its secret, or `None`.
    pub async fn offer_setup(&self) -> Result<Option<Token>, Fault> {
        let mut tx = self.store.begin().await?;
        if person::any(&mut tx).await? {
            return Ok(None);
        }
        let token = Token::random(&self.env);
        org::offer_setup(&mut tx, &token.digest(), self.now()).await?;
        self.commit(tx).await?;
        Ok(Some(token))
    }

    pub(super) async fn setup_page(&self, visitor: &Visitor, token: &str) -> Result<Setup, Fault> {
        let typed = &visitor.carried.typed;
        let token = if token.is_empty() { typed.token.as_str() } else { token };
        let mut db = self.store.read().await?;
        Ok(Setup {
            token: token.to_owned(),
            email: typed.email.clone(),
            name: typed.name.clone(),
            organization: typed.organization.clone(),
            open: self.setup_open(&mut db, token).await?,
        })
    }

    async fn setup_open(&self, db: &mut Db, token: &str) -> Result<bool, Fault> {
        let Some(token) = Token::parse(token) else { return Ok(false) };
        Ok(org::setup_open(db, &token.digest()).await? && !person::any(db).await?)
    }

    /// Makes the first owner from the link; they sign in next, like anybody.
    pub async fn set_up(
        &self,
        visitor: &mut Visitor,
        token: &str,
        email: &str,
        name: &str,
        organization: &str,
        password: String,
    ) -> Result<Next, Fault> {
        let cut = |text: &str| text.trim().chars().take(80).collect::<String>();
        let (name, organization) = (cut(name), cut(organization));
        let typed = Typed {
            token: token.to_owned(),
            email: email.chars().take(Email::MAX).collect(),
            name: name.clone(),
            organization: organization.clone(),
            ..Typed::default()
        };
        let here = |note| Ok(Next::to(Place::Setup).say(note).keep(typed.clone()));
        let mut db = self.store.read().await?;
        if !self.setup_open(&mut db, token).await? {
            return here(Note::LinkOver);
        }
        drop(db);
        if name.is_empty() || organization.is_empty() {
            return here(Note::NameMissing);
        }
        let Some(email) = Email::parse(email) else { return here(Note::EmailMissing) };
        let password = Password::new(password);
        if password.is_empty() {
            return here(Note::PasswordMissing);
        }
        if let Some(note) = self.judge(&password, None).await? {
            return here(note);
        }
        let password_phc = self.hasher.hash(password.expose()).await?;
        let mut tx = self.store.begin().await?;
        let digest = Token::parse(token).map(|t| t.digest()).unwrap_or_default();
        org::use_setup(&mut tx, &digest, self.now()).await?;
        let new =
            NewOwner { email, name: &name, organization: &organization, password_phc: &password_phc, plan: Plan::Paid };
        self.make_owner(&mut tx, visitor, new).await?;
        self.commit(tx).await?;
        Ok(Next::to(Place::SignIn).keep(Typed { email: typed.email, ..Typed::default() }))
    }

    /// Makes an owner with an organization of their own. They add a phone at their first sign-in.
    pub async fn make_owner(&self, tx: &mut Tx, visitor: &Visitor, new: NewOwner<'_>) -> Result<PersonId, Fault> {
        let (org_id, id): (OrgId, PersonId) = (self.env.id(), self.env.id());
        org::insert(tx, &org_id, new.organization, new.plan, self.now()).await?;
        let person = NewPerson {
            id: &id,
            email: &new.email,
            name: new.name,
            password_phc: new.password_phc,
            managed_by: Some(org_id.as_str()),
            at: self.now(),
        };
        person::insert(tx, person).await?;
        org::join(tx, &org_id, &id, Role::Owner).await?;
        let subject = Subject { chain: format!("org:{org_id}"), person: id.as_str() };
        self.record(tx, subject, visitor, Kind::AccountMade, json!({ "role": "owner" })).await?;
        Ok(id)
    }

    /// `rekey create-owner`: an owner with a random first password, which has to be changed at the first sign-in
    /// (v5.0.0-6.4.1). Answers that password.
    ///
    /// # Errors
    /// [`Fault::Stale`] when the address is in use.
    pub async fn create_owner(&self, email: Email, organization: &str, plan: Plan) -> Result<String, Fault> {
        let password = RecoveryCode::from_bytes(self.env.bytes()).grouped();
        let password_phc = self.hasher.hash(&password).await?;
        let name = email.as_str().split('@').next().unwrap_or_default().to_owned();
        let mut tx = self.store.begin().await?;
        let new = NewOwner { email, name: &name, organization, password_phc: &password_phc, plan };
        let id = self.make_owner(&mut tx, &Visitor::nobody(), new).await?;
        person::demand_password(&mut tx, &id, self.now()).await?;
        self.commit(tx).await?;
        Ok(password)
    }
}
