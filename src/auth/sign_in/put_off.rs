//! 2FA that an organization will require, put off until then (S9).

use super::Stands;
use super::place_of;
use crate::auth::{Auth, Fault, Next, Visitor};
use crate::flow::sign_in::{Event, State};
use crate::model::Place;
use crate::store::{enrolment, org, person, sign_in};

impl Auth {
    /// `Skip until {date}`: asked again only when it is required, or when another date is set.
    pub async fn sign_in_put_off(&self, visitor: &mut Visitor, flow: &str) -> Result<Next, Fault> {
        let (mut sign_in, who) = match self.running_sign_in(visitor, flow, &[State::Enrol]).await? {
            Ok(running) => running,
            Err(elsewhere) => return Ok(elsewhere),
        };
        let mut tx = self.store.begin().await?;
        let who = person::hold(&mut tx, &who.id).await?;
        let Stands { standing, .. } = self.standing(&mut tx, &who, sign_in.replaces_phone()).await?;
        let until = org::will_require(&mut tx, &who.id, self.now()).await?;
        let (Some(state), Some((_, until))) = (sign_in.state.next(Event::PutOff, standing), until) else {
            return Ok(Next::to(Place::NewPhone));
        };
        sign_in.state = state;
        sign_in::save(&mut tx, &sign_in).await?;
        enrolment::end_open(&mut tx, &who.id).await?;
        person::put_off(&mut tx, &who.id, until).await?;
        self.begin_session(&mut tx, visitor, &who, "password").await?;
        self.commit(tx).await?;
        Ok(Next::to(place_of(sign_in.state, sign_in.next)))
    }
}
