//! What a new policy would change, told by counts that are kept and the first names of those concerned.

use super::super::Desk;
use crate::auth::{Auth, Fault, Visitor};
use crate::flow::OrgPolicy;
use crate::flow::figures::Level;
use crate::flow::org_policy::Demand;
use crate::model::{Effect, EffectKind, Plan};
use crate::store::{Db, overview, roster};

/// Names that are listed.
const NAMES: i64 = 5;

impl Auth {
    /// What would be so, as far as it is not so already.
    pub(super) async fn effects(
        &self,
        db: &mut Db,
        visitor: &Visitor,
        desk: &Desk,
        before: &OrgPolicy,
        after: &OrgPolicy,
    ) -> Result<Vec<Effect>, Fault> {
        let (org, now) = (&desk.seat.org, self.now());
        let levels = self.levels_of(db, org).await?;
        let level = |level: Level| levels.get(level.word()).copied().unwrap_or(0);
        let mut all = Vec::new();
        let demand = (after.demand, after.from) != (before.demand, before.from);
        if demand && desk.seat.plan == Plan::Trial {
            let staff = after.demand == Demand::Staff;
            match after.demand {
                Demand::Nobody => {
                    let people =
                        if before.demand == Demand::Staff { level(Level::BareStaff) } else { level(Level::Bare) };
                    all.push(Effect { kind: EffectKind::NotAsked, people, names: Vec::new() });
                }
                Demand::Everyone | Demand::Staff => {
                    if !staff {
                        let people = level(Level::Covered);
                        all.push(Effect { kind: EffectKind::Meet, people, names: Vec::new() });
                    }
                    let people = if staff { level(Level::BareStaff) } else { level(Level::Bare) };
                    let by = (after.from > now).then(|| visitor.zone.day(after.from));
                    let names = overview::bare(db, org, staff, NAMES).await?;
                    all.push(Effect { kind: EffectKind::MustEnrol(by), people, names: first_names(names) });
                }
            }
        }
        let counts = roster::counts(db, org).await?;
        let method = |word: &str| counts.get(&("method".to_owned(), word.to_owned())).copied().unwrap_or(0);
        for (loses, word, kind) in [
            (before.sms && !after.sms, "sms", EffectKind::TextsToCalls),
            (before.call && !after.call, "call", EffectKind::CallsToTexts),
            (before.app && !after.app, "app", EffectKind::AppAlone),
        ] {
            if loses {
                let names = overview::by_method(db, org, word, NAMES).await?;
                all.push(Effect { kind, people: method(word), names: first_names(names) });
            }
        }
        let closed = |region: &str| before.allows_country(region) && !after.allows_country(region);
        let mut other = Effect { kind: EffectKind::OtherCountry, people: 0, names: Vec::new() };
        for ((facet, region), people) in counts {
            if facet == "region" && !region.is_empty() && people > 0 && closed(&region) {
                other.people += people;
                let missing = NAMES - i64::try_from(other.names.len()).unwrap_or(NAMES);
                if missing > 0 {
                    other.names.extend(first_names(overview::by_region(db, org, &region, missing).await?));
                }
            }
        }
        all.push(other);
        all.retain(|effect| effect.people > 0);
        Ok(all)
    }
}

fn first_names(names: Vec<String>) -> Vec<String> {
    names.into_iter().map(|name| name.split(' ').next().unwrap_or_default().to_owned()).collect()
}
