use crate::{
    api::{PhoneSend, SignInPutOff},
    model::{AddPhone, Field, Forced},
    ui::{
        part::{Flow, Form, Icon, PasswordField, Select, Submit, TextField},
        post::Door,
        text::Said,
    },
};
use leptos::prelude::*;

/// S7, and S9 when it is forced: the new number.
pub fn view(page: AddPhone, said: Said) -> AnyView {
    let skip = match &page.forced {
        Some(Forced::Soon { until, .. }) => Some((page.flow.clone(), until.clone())),
        _ => None,
    };
    let options = page.countries.into_iter().map(|country| (country.region, country.label)).collect();
    view! {
        {page.forced.map(|why| view! {
            <div class="notice" data-tone="info">
                <Icon name="shield"/>
                <p>{match why {
                    Forced::Required { organization } => [&organization, " requires 2FA. Add a phone to carry on."].concat(),
                    Forced::Soon { organization, from, .. } => {
                        [&organization, " requires 2FA from ", &from, ". You can do it now, or skip it until then."].concat()
                    }
                    Forced::Recovered => "You used your recovery code. Add a new phone to carry on.".to_owned(),
                    Forced::Passed => "Your 2FA was reset. Add a new phone to carry on.".to_owned(),
                    Forced::Reset { by, on } => [&by, " reset your 2FA on ", &on.text, ". Add a phone to carry on."].concat(),
                }}</p>
            </div>
        })}
        <p class="lede">"Use a phone only you can open. We use this number for codes, nothing else."</p>
        <Form to=PhoneSend::PATH class="stack">
            <Flow id=page.flow/>
            <Select
                id="country"
                label="Country"
                autocomplete="tel-country-code"
                options
                chosen=page.country
                error=said.at(Field::Country)
            />
            <TextField
                id="number"
                label="Phone number"
                hint="For example, 07700 900982"
                kind="tel"
                inputmode="tel"
                autocomplete="tel-national"
                value=page.number
                error=said.at(Field::Phone)
            />
            {page.ask_password.then(|| view! { <PasswordField said=said.clone()/> })}
            <div class="row">
                {page.sms.then(|| view! { <Submit class="button primary" label="Send code via SMS" channel="sms"/> })}
                {page.call.then(|| {
                    let class = if page.sms { "button" } else { "button primary" };
                    view! { <Submit class label="Receive a call" channel="call"/> }
                })}
                {page.same.then(|| view! {
                    <button type="submit" class="button" name="same" value="yes">"Use it again"</button>
                })}
            </div>
            <p class="small">"Your carrier may charge for the text."</p>
        </Form>
        {skip.map(|(flow, until)| view! {
            <Form to=SignInPutOff::PATH>
                <Flow id=flow/>
                <button type="submit" class="link">"Skip until "{until}</button>
            </Form>
        })}
    }
    .into_any()
}
