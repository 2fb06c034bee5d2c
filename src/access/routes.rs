//! The map of addresses. A page without a gate does not compile, nor does a POST that reads its body unchecked.

use std::collections::BTreeSet;

use axum::{Router, handler::Handler, http::Uri, routing};

use super::{Granted, Policy, Public};
use crate::web::{App, CheckedBody, Reply};

/// A gate: what a page's first argument must be.
pub trait Gate {
    /// The name of the policy, for the snapshot of rights.
    fn name() -> &'static str;
}

impl Gate for Public {
    fn name() -> &'static str {
        "Public"
    }
}

impl<P: Policy> Gate for Granted<P> {
    fn name() -> &'static str {
        let path = std::any::type_name::<P>();
        path.rsplit("::").next().unwrap_or(path)
    }
}

/// The arguments of a page: a gate first.
pub trait Gated {
    /// The name of the policy, for the snapshot of rights.
    fn gate() -> &'static str;
}

/// The arguments of a page that acts: a gate first, a body whose origin is checked last.
pub trait GatedPost: Gated {}

macro_rules! gated {
    ($($argument:ident),*) => {
        impl<M, G: Gate, $($argument),*> Gated for (M, G, $($argument,)*) {
            fn gate() -> &'static str {
                G::name()
            }
        }
    };
}
gated!();
gated!(A);
gated!(A, B);
gated!(A, B, C);

impl<M, G: Gate, L: CheckedBody> GatedPost for (M, G, L) {}
impl<M, G: Gate, A, L: CheckedBody> GatedPost for (M, G, A, L) {}
impl<M, G: Gate, A, B, L: CheckedBody> GatedPost for (M, G, A, B, L) {}

/// What is asked of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Shows.
    Get,
    /// Acts.
    Post,
}

/// One line of the snapshot of rights.
#[derive(Clone, Debug)]
pub struct Listed {
    /// What is asked.
    pub method: Method,
    /// The address, with its parameters in braces.
    pub pattern: &'static str,
    /// The policy that guards it.
    pub gate: &'static str,
}

/// Addresses and their pages.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    listed: Vec<Listed>,
}

impl Routes {
    /// No address yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Shows `page` at `pattern`.
    #[must_use]
    pub fn get<H, T>(self, pattern: &'static str, page: H) -> Self
    where
        H: Handler<T, App>,
        T: Gated + 'static,
    {
        self.with(Method::Get, pattern, T::gate(), routing::get(page))
    }

    /// Acts through `page` at `pattern`.
    #[must_use]
    pub fn post<H, T>(self, pattern: &'static str, page: H) -> Self
    where
        H: Handler<T, App>,
        T: GatedPost + 'static,
    {
        self.with(Method::Post, pattern, T::gate(), routing::post(page))
    }

    /// Adds another slice's addresses.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.listed.extend(other.listed);
        Self { router: self.router.merge(other.router), listed: self.listed }
    }

    /// Every address with its gate.
    #[must_use]
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// The router, for the server alone. The address of a form that was refused stays in the browser's bar: whoever opens it
    /// as a page is led to the nearest page above it, which is where the form stands.
    pub(crate) fn into_router(self) -> Router<App> {
        let of = |method: Method| self.listed.iter().filter(move |listed| listed.method == method).map(|listed| listed.pattern);
        let shown: BTreeSet<&'static str> = of(Method::Get).collect();
        let acts_only = of(Method::Post).filter(|pattern| !shown.contains(pattern));
        acts_only.filter_map(|pattern| Some((pattern, steps_to_page(pattern, &shown)?))).fold(
            self.router.clone(),
            |router, (pattern, steps)| {
                router.route(pattern, routing::get(async move |uri: Uri| Reply::see(above(uri.path(), steps))))
            },
        )
    }

    fn with(mut self, method: Method, pattern: &'static str, gate: &'static str, page: routing::MethodRouter<App>) -> Self {
        self.listed.push(Listed { method, pattern, gate });
        Self { router: self.router.route(pattern, page), listed: self.listed }
    }
}

/// How many steps up from `pattern` the nearest of the pages `shown` is.
fn steps_to_page(pattern: &str, shown: &BTreeSet<&'static str>) -> Option<usize> {
    (1..pattern.split('/').count()).find(|steps| shown.contains(above(pattern, *steps)))
}

/// The address that many steps above `path`.
fn above(path: &str, steps: usize) -> &str {
    let cut = path.rmatch_indices('/').nth(steps - 1).and_then(|(at, _)| path.get(..at));
    cut.filter(|above| !above.is_empty()).unwrap_or("/")
}
