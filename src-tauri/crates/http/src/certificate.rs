//! What a certificate says of itself, as far as an admin or Entra asks for it.

use serde::{Deserialize, Serialize};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::X509Name;

/// A server's own certificate (RFC 5280), read without judging it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// The common name, or the whole subject where it has none.
    pub subject: String,
    /// The issuer's common name, or the whole name where it has none.
    pub issuer: String,
    /// Whether it names itself as its issuer.
    pub self_issued: bool,
    /// The first moment it is valid, in seconds since 1970-01-01 UTC.
    pub not_before: i64,
    /// The last moment it is valid, in seconds since 1970-01-01 UTC.
    pub not_after: i64,
    /// Its key.
    pub key: CertificateKey,
    /// How many certificates the server sent, this one included.
    pub chain_length: usize,
}

/// A public key's kind and size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum CertificateKey {
    /// RSA.
    Rsa {
        /// The modulus, in bits.
        bits: usize,
    },
    /// An elliptic curve, such as P-256.
    Ec {
        /// The curve's size, in bits.
        bits: usize,
    },
    /// Anything else.
    Other {
        /// The algorithm's object identifier.
        oid: String,
    },
}

impl CertificateKey {
    /// Whether Entra is documented to take it: RSA from 2048 bits on, curves from 256 on (`entra-scim-client.md` §3).
    /// `None` for a kind its documentation does not name.
    #[must_use]
    pub fn is_strong_enough(&self) -> Option<bool> {
        match self {
            Self::Rsa { bits } => Some(*bits >= 2048),
            Self::Ec { bits } => Some(*bits >= 256),
            Self::Other { .. } => None,
        }
    }
}

impl Certificate {
    /// Reads the first certificate of a chain; `None` where it can't be read.
    pub(crate) fn read(chain: &[impl AsRef<[u8]>]) -> Option<Self> {
        let (_, found) = X509Certificate::from_der(chain.first()?.as_ref()).ok()?;
        let key = match found.public_key().parsed() {
            Ok(PublicKey::RSA(key)) => CertificateKey::Rsa { bits: modulus_bits(key.modulus) },
            Ok(PublicKey::EC(point)) => CertificateKey::Ec { bits: point.key_size() },
            _ => CertificateKey::Other { oid: found.public_key().algorithm.algorithm.to_id_string() },
        };
        Some(Self {
            subject: name(found.subject()),
            issuer: name(found.issuer()),
            self_issued: found.subject() == found.issuer(),
            not_before: found.validity().not_before.timestamp(),
            not_after: found.validity().not_after.timestamp(),
            key,
            chain_length: chain.len(),
        })
    }
}

/// The modulus without its sign byte, which DER puts before a number whose first bit is set.
fn modulus_bits(modulus: &[u8]) -> usize {
    let significant = modulus.iter().skip_while(|byte| **byte == 0).count();
    significant * 8
}

fn name(name: &X509Name<'_>) -> String {
    let common = name.iter_common_name().find_map(|attribute| attribute.as_str().ok());
    common.map_or_else(|| name.to_string(), str::to_owned)
}
