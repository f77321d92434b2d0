use super::frame::Frame;
use crate::model::Place;
use leptos::{children::ToChildren, prelude::*, tachys::view::iterators::StaticVec};
use leptos_meta::provide_meta_context;
use leptos_router::{
    PartialPathMatch, PathSegment, PossibleRouteMatch, SsrMode,
    components::{FlatRoutes, FlatRoutesProps, Route, RouteChildren, RouteProps, Router},
};

/// The whole body of every page.
///
/// The routes are the list of addresses and nothing else: the frame stands beside them, so it stays alive from page to
/// page, and no view waits below a route.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Frame/>
            {addresses()}
        </Router>
    }
}

/// One route for each place, all of one type: a tuple of twenty-two costs far more bytes than a list.
fn addresses() -> impl IntoView {
    let routes: Vec<_> = Place::ALL
        .into_iter()
        // Plain documents are the server's own: a link to one leaves the program.
        .filter(|place| !place.is_document())
        .map(|place| Route(RouteProps::builder().path(Address(place)).view(|| ()).ssr(SsrMode::Async).build()))
        .collect();
    let routes: RouteChildren<StaticVec<_>> = ToChildren::to_children(move || StaticVec::from(routes));
    FlatRoutes(FlatRoutesProps::builder().fallback(|| ()).children(routes).build())
}

/// Matches the path of one place, whole.
#[derive(Clone, Copy)]
struct Address(Place);

impl PossibleRouteMatch for Address {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        (Place::parse(path) == Some(self.0)).then(|| PartialPathMatch::new("", Vec::new(), path))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        path.extend(self.0.path().split('/').skip(1).map(|part| PathSegment::Static(part.into())));
    }
}
