//! HTTP, once and for all slices: the server and its layers, forms, answers, failures, addresses, assets.

mod address;
mod app;
mod assets;
mod body;
mod cache;
mod connections;
mod cookies;
mod failure;
mod form;
mod layers;
mod page;
mod pages;
mod reply;
mod server;
mod typed;
pub mod urls;

pub use address::{Path, Query};
pub use app::App;
pub use assets::Assets;
pub use body::{CheckedBody, Form, Upload, UploadedFile};
pub use failure::{Failure, Refused};
pub use form::{Choice, FormState};
pub use layers::service;
pub use page::{Flash, FlashKind, NavItem, Page, first_page};
pub use pages::Pages;
pub use reply::Reply;
pub use server::serve;
pub use typed::Typed;
