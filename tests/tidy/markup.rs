//! What a template may not hold: inline style, inline script, and a form that anyone could send in someone's name.

use crate::source::{Breach, Source};

/// Every breach of a template: the content security policy is `default-src 'self'`, so what is inline would not run.
pub(crate) fn breaches(file: &Source) -> Vec<Breach> {
    let text = without_comments(&file.text);
    let mut breaches = Vec::new();
    for (offset, tag) in tags(&text) {
        let at = |rule: &str, remedy| Breach::at(file, Source::line_of(&text, offset), rule, remedy);
        let names = attributes(tag);
        let has = |name: &str| names.iter().any(|attribute| attribute == name);
        if (has("style") || opens(tag, "style")) && !is_mail(file) {
            breaches.push(at("inline style", "write a class in assets/css; a bar's width is an attribute of its SVG"));
        }
        if opens(tag, "script") && !has("src") {
            breaches.push(at("inline script", "write it in assets/js and load it with src"));
        }
        if names.iter().any(|name| name.len() > 2 && name.starts_with("on")) {
            breaches.push(at("an event attribute", "listen to the event in assets/js"));
        }
        if opens(tag, "form") && posts(tag) && !is_protected(&text[offset..]) {
            breaches.push(at("a form that posts without its token", "call the component csrf inside it"));
        }
    }
    breaches
}

/// A mail has no style sheet, so what it looks like stands in it.
fn is_mail(file: &Source) -> bool {
    file.path.starts_with("templates/mail/")
}

fn opens(tag: &str, name: &str) -> bool {
    tag.strip_prefix('<').is_some_and(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest[..end].eq_ignore_ascii_case(name)
    })
}

fn posts(tag: &str) -> bool {
    let squeezed: String = tag.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect();
    squeezed.to_ascii_lowercase().contains("method=post")
}

fn is_protected(from_form: &str) -> bool {
    let end = from_form.find("</form").unwrap_or(from_form.len());
    from_form[..end].contains("csrf(")
}

/// Blanks `{# … #}` and `<!-- … -->`, keeping the lines.
fn without_comments(text: &str) -> String {
    let mut out = text.to_owned();
    for (open, close) in [("{#", "#}"), ("<!--", "-->")] {
        let mut from = 0;
        while let Some(start) = out[from..].find(open).map(|at| from + at) {
            let end = out[start..].find(close).map_or(out.len(), |at| start + at + close.len());
            let blank: String = out[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
            out.replace_range(start..end, &blank);
            from = start + blank.len();
        }
    }
    out
}

/// The opening tags and where each starts; a `>` inside quotes or inside askama's braces does not end a tag.
fn tags(text: &str) -> Vec<(usize, &str)> {
    let starts =
        text.match_indices('<').map(|(at, _)| at).filter(|at| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()));
    starts.map(|start| (start, &text[start..start + tag_length(&text[start..])])).collect()
}

fn tag_length(text: &str) -> usize {
    let (mut quote, mut braces) = (None, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            _ if braces > 0 => {}
            '"' | '\'' if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            '>' if quote.is_none() => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The names of a tag's attributes, in lower case.
fn attributes(tag: &str) -> Vec<String> {
    let (mut names, mut name, mut quote, mut braces) = (Vec::new(), String::new(), None, 0_usize);
    for c in tag.chars().chain([' ']) {
        match c {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            _ if braces > 0 => {}
            '"' | '\'' if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            _ if quote.is_some() => {}
            c if c.is_alphanumeric() || c == '-' || c == '_' => name.extend(c.to_lowercase()),
            _ => names.push(std::mem::take(&mut name)),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod self_tests {
    use super::*;

    fn caught(html: &str) -> usize {
        breaches(&Source::invented("templates/calls/list.html", html)).len()
    }

    #[test]
    fn inline_style_and_script_are_caught() {
        for html in [
            "<p style=\"x\">",
            "<p\n class='a'\n style = 'x'>",
            "<style>",
            "<script>1</script>",
            "<a href=\"{{ x > 1 }}\" onclick=\"f()\">",
        ] {
            assert_eq!(caught(html), 1, "{html}");
        }
        for html in [
            "<script src=\"{{ page.asset(\"a.js\") }}\" defer></script>",
            "<p class=\"style=\" data-on=\"1\">",
            "{# <p style=\"\"> #}",
            "a < b",
            "<!-- <script> -->",
        ] {
            assert_eq!(caught(html), 0, "{html}");
        }
    }

    #[test]
    fn a_mail_carries_its_style_and_still_no_script() {
        let mail = Source::invented("templates/mail/receipt.html", "<p style=\"x\"><script>1</script>");
        assert_eq!(breaches(&mail).len(), 1);
    }

    #[test]
    fn a_form_that_posts_carries_its_token() {
        assert_eq!(caught("<form\n action=\"x\" method=\"post\"><button></form>{{ form::csrf(page) }}"), 1);
        assert_eq!(caught("<form method=\"POST\">{{ form::csrf(page) }}</form>"), 0);
        assert_eq!(caught("<form method=\"get\"><input></form>"), 0);
    }

    #[test]
    fn a_breach_names_the_line() {
        let file = Source::invented("templates/a.html", "{#\n\n#}\n<p style=\"x\">");
        assert!(breaches(&file)[0].to_string().starts_with("templates/a.html:4: inline style"));
    }
}
