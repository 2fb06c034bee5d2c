//! A browser without JavaScript: it keeps cookies, follows redirections, fills forms in as they stand on the page.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use scraper::{ElementRef, Html, Selector};
use tower::ServiceExt;

/// A browser.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    address: Option<String>,
    page: Option<Answer>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    path: String,
}

impl Browser {
    pub(super) fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new(), address: None, page: None }
    }

    /// The same, as it comes from an address, through a proxy that the program trusts (`TRUSTED_PROXIES`).
    pub fn coming_from(mut self, address: &str) -> Self {
        self.address = Some(address.to_owned());
        self
    }

    /// Opens an address, and follows where it leads.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path).body(Body::empty()).unwrap();
        self.follow(request, path).await
    }

    /// Fills in the form of the page at hand whose action is `action`, keeping what it holds already, and sends it.
    pub async fn fill(&mut self, action: &str, typed: &[(&str, &str)]) -> Answer {
        let page = self.page.clone().expect("a page is open");
        let mut fields = page.form(action);
        for (name, _) in typed {
            fields.retain(|(field, _)| field != name);
        }
        fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.send(action, &fields).await
    }

    /// Sends any fields to any address, with the secret of the page at hand.
    pub async fn post(&mut self, path: &str, typed: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf().await;
        let mut fields: Vec<(String, String)> =
            typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        fields.push(("csrf".to_owned(), csrf));
        self.send(path, &fields).await
    }

    /// Sends a file with the form at `path`.
    pub async fn upload(&mut self, path: &str, field: &str, name: &str, content: &[u8]) -> Answer {
        self.upload_with(path, &[], field, name, content).await
    }

    /// The same, with other fields of the form.
    pub async fn upload_with(&mut self, path: &str, typed: &[(&str, &str)], field: &str, name: &str, content: &[u8]) -> Answer {
        let csrf = self.csrf().await;
        let boundary = "limite-de-l-histoire";
        let mut body = Vec::new();
        for (name, value) in typed.iter().chain(&[("csrf", csrf.as_str())]) {
            let part = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let request = self.request(Method::POST, path).header(header::CONTENT_TYPE, content_type).body(Body::from(body)).unwrap();
        self.follow(request, path).await
    }

    /// Sends a body of any kind, with any headers, and does not follow: for what no browser would do.
    pub async fn raw(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = self.request(method, path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        self.once(request, path).await
    }

    /// The secret against forged forms that this browser's pages hold.
    pub async fn csrf(&mut self) -> String {
        if let Some(secret) = self.page.as_ref().and_then(Answer::csrf) {
            return secret;
        }
        // Any page of a signed-in person has the form to sign out; a visitor's sign-in page has one too.
        let request = self.request(Method::GET, "/connexion").body(Body::empty()).unwrap();
        let page = self.once(request, "/connexion").await;
        let page = if page.status.is_redirection() {
            let request = self.request(Method::GET, "/compte").body(Body::empty()).unwrap();
            self.once(request, "/compte").await
        } else {
            page
        };
        page.csrf().expect("the page holds a form")
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Plants a cookie, as somebody with access to the browser could.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    async fn send(&mut self, path: &str, fields: &[(String, String)]) -> Answer {
        let body = serde_html_form::to_string(fields).unwrap();
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        self.follow(request, path).await
    }

    fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(path);
        if let Some(address) = &self.address {
            request = request.header("x-forwarded-for", address);
        }
        if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies.join("; ")) }
    }

    async fn follow(&mut self, request: Request<Body>, path: &str) -> Answer {
        let mut answer = self.once(request, path).await;
        for _ in 0..5 {
            let Some(location) = answer.location().filter(|_| answer.status == StatusCode::SEE_OTHER) else { break };
            let request = self.request(Method::GET, &location).body(Body::empty()).unwrap();
            answer = self.once(request, &location).await;
        }
        self.page = Some(answer.clone());
        answer
    }

    async fn once(&mut self, request: Request<Body>, path: &str) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body, path: path.to_owned() }
    }

    fn keep(&mut self, cookie: &str) {
        let (name, rest) = cookie.split_once('=').unwrap();
        let value = rest.split(';').next().unwrap();
        if cookie.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Answer {
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// A header's value; empty when absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// Every value of a header.
    pub fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.get_all(name).iter().filter_map(|value| value.to_str().ok())
    }

    /// The path that was opened last, after redirections.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where a redirection leads.
    pub fn location(&self) -> Option<String> {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned)
    }

    /// The body, as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body as text.
    pub fn body(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The text of a PDF, as a reader of it copies it, on one line; `None` where poppler is not installed.
    pub fn pdf_text(&self) -> Option<String> {
        assert!(self.bytes().starts_with(b"%PDF"), "{} is no PDF", self.path());
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("document.pdf");
        std::fs::write(&file, self.bytes()).unwrap();
        let read = std::process::Command::new("pdftotext").arg("-enc").arg("UTF-8").arg(&file).arg("-").output();
        let read = read.map_err(|_| eprintln!("pdftotext is not installed: the text of this PDF was not read again")).ok()?;
        let text = String::from_utf8(read.stdout).unwrap();
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("not JSON ({error}): {}", self.body()))
    }

    /// What a reader sees: the text of the page, every white space as one plain space.
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.body());
        let body = Selector::parse("body").unwrap();
        let text: String = html.select(&body).flat_map(|element| element.text()).collect::<Vec<_>>().join(" ");
        plain(&text)
    }

    /// Asserts that the page shows these words.
    #[track_caller]
    pub fn sees(&self, words: &str) -> &Self {
        assert!(self.text().contains(&plain(words)), "« {words} » is not on {} ({}):\n{}", self.path, self.status, self.text());
        self
    }

    /// Asserts that the page does not show these words.
    #[track_caller]
    pub fn does_not_see(&self, words: &str) -> &Self {
        assert!(!self.text().contains(&plain(words)), "« {words} » is on {}:\n{}", self.path, self.text());
        self
    }

    /// Asserts the status.
    #[track_caller]
    pub fn is(&self, status: StatusCode) -> &Self {
        assert_eq!(self.status, status, "{}:\n{}", self.path, self.text());
        self
    }

    /// Asserts that the page leads to this address.
    #[track_caller]
    pub fn has_link(&self, href: &str) -> &Self {
        assert!(self.links().iter().any(|link| link == href), "no link to {href} on {}: {:?}", self.path, self.links());
        self
    }

    /// Every address the page leads to.
    pub fn links(&self) -> Vec<String> {
        self.select("a[href]").iter().filter_map(|(_, attributes)| attributes.get("href").cloned()).collect()
    }

    /// The texts and attributes of what a CSS selector finds.
    pub fn select(&self, selector: &str) -> Vec<(String, BTreeMap<String, String>)> {
        let html = Html::parse_document(&self.body());
        let selector = Selector::parse(selector).unwrap();
        html.select(&selector)
            .map(|element| (plain(&element.text().collect::<Vec<_>>().join(" ")), attributes(element)))
            .collect()
    }

    /// The texts of what a CSS selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.select(selector).into_iter().map(|(text, _)| text).collect()
    }

    fn csrf(&self) -> Option<String> {
        self.select("input[name=csrf]").first().and_then(|(_, attributes)| attributes.get("value").cloned())
    }

    /// What the form with this action holds as it stands.
    #[track_caller]
    pub fn form(&self, action: &str) -> Vec<(String, String)> {
        let html = Html::parse_document(&self.body());
        let forms = Selector::parse("form").unwrap();
        let form = html
            .select(&forms)
            .find(|form| form.value().attr("action").is_some_and(|given| given == action))
            .unwrap_or_else(|| panic!("no form to {action} on {} ({}):\n{}", self.path, self.status, self.text()));
        fields(form)
    }
}

fn fields(form: ElementRef<'_>) -> Vec<(String, String)> {
    let controls = Selector::parse("input[name], textarea[name], select[name]").unwrap();
    form.select(&controls).filter_map(field).collect()
}

fn field(control: ElementRef<'_>) -> Option<(String, String)> {
    let element = control.value();
    let name = element.attr("name")?.to_owned();
    let value = match element.name() {
        "textarea" => control.text().collect::<String>().trim_start_matches('\n').to_owned(),
        "select" => {
            let options = Selector::parse("option").unwrap();
            let chosen = control.select(&options).find(|option| option.value().attr("selected").is_some());
            chosen.or_else(|| control.select(&options).next())?.value().attr("value").unwrap_or("").to_owned()
        }
        _ => {
            let kind = element.attr("type").unwrap_or("text");
            if matches!(kind, "file" | "submit") || matches!(kind, "checkbox" | "radio") && element.attr("checked").is_none() {
                return None;
            }
            element.attr("value").unwrap_or("").to_owned()
        }
    };
    Some((name, value))
}

fn attributes(element: ElementRef<'_>) -> BTreeMap<String, String> {
    element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// White space of any kind as one plain space, so that stories can be typed.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
