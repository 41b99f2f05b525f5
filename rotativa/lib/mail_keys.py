"""Private keys that mail is signed with."""

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

FEWEST_BITS = 1024
SHA256 = Prehashed(hashes.SHA256())
Key = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


class NoKey(ValueError):
    """What was given as a private key is none that mail can be signed with."""


def read_key(pem: str) -> Key:
    """Raises `NoKey`."""
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise NoKey("it is no private key in PEM without a password") from error
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= FEWEST_BITS:
        return key
    raise NoKey(f"it is neither Ed25519 nor RSA of {FEWEST_BITS} bits or more")


def written_key(key: Key) -> bytes:
    """In PEM, as `read_key` takes it."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def sign(key: Key, digest: bytes) -> bytes:
    """What was hashed by SHA-256 (RFC 6376, 3.3.1; RFC 8463, 3)."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(digest, padding.PKCS1v15(), SHA256)
    return key.sign(digest)
