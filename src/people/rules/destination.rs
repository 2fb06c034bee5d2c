//! Where signing in leads: back to where one was stopped, never to another site.

/// The longest path followed.
const LONGEST: usize = 2_000;

/// The path asked for, if it is one of this site. Browsers read `//elsewhere` and `/\elsewhere` as other sites, and skip
/// control characters: none of them passes.
#[must_use]
pub fn within_the_site(path: &str) -> Option<&str> {
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let is_local = path.starts_with('/') && !path.starts_with("//");
    (is_plain && is_local && path.len() <= LONGEST).then_some(path)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_path_of_the_site_is_followed() {
        for path in ["/", "/dossiers/AAP-TL-V2-0042", "/appels?q=t%C3%A9l%C3%A9"] {
            assert_eq!(within_the_site(path), Some(path));
        }
    }

    #[test]
    fn another_site_is_not_however_it_is_written() {
        let elsewhere = [
            "https://exemple.fr",
            "//exemple.fr",
            "/\\exemple.fr",
            "\\\\exemple.fr",
            "/\t/exemple.fr",
            "/\n/exemple.fr",
            "javascript:alert(1)",
            "exemple.fr",
            "",
            " /dossiers",
            "/é",
            "/a\r\nSet-Cookie: x=1",
        ];
        for path in elsewhere {
            assert_eq!(within_the_site(path), None, "{path:?}");
        }
        assert_eq!(within_the_site(&format!("/{}", "a".repeat(LONGEST))), None);
    }

    proptest! {
        #[test]
        fn what_is_followed_begins_with_one_slash(path: String) {
            if let Some(kept) = within_the_site(&path) {
                let after = kept.strip_prefix('/').unwrap();
                prop_assert!(!after.starts_with('/') && !after.starts_with('\\'));
            }
        }
    }
}
