"""Locks bytes with a password: AES-256-GCM under a key that scrypt makes of it, slow to guess.

The parameters travel with the bytes, so a hostile file could ask for any memory and time: they are bounded.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass

#: N, r and p of scrypt: 128 MiB and a third of a second a try (OWASP, Password Storage Cheat Sheet).
_COST, _BLOCK, _LANES = 2**17, 8, 1
_MOST_MEMORY = 256 * 1024 * 1024
_MOST_LANES = 4
_LEAST_COST = 2**14
_SALT_BYTES = 16
_NONCE_BYTES = 12
#: How much longer the locked bytes are.
TAG_BYTES = 16


class WrongPassword(Exception):
    """The bytes do not open with this password, or were changed by somebody who did not have it."""


@dataclass(frozen=True, slots=True)
class Lock:
    """How the key is made of the password; `salt` and `nonce` in hexadecimal."""

    cost: int
    block: int
    lanes: int
    salt: str
    nonce: str


def new_lock() -> Lock:
    """A lock for one file, with fresh salt and nonce."""
    return Lock(_COST, _BLOCK, _LANES, os.urandom(_SALT_BYTES).hex(), os.urandom(_NONCE_BYTES).hex())


def is_bearable(lock: Lock) -> bool:
    """Whether the lock is one that opens within bounded memory and time, and can be one at all."""
    if lock.cost < _LEAST_COST or lock.cost & (lock.cost - 1) or not 1 <= lock.lanes <= _MOST_LANES:
        return False
    if lock.block < 1 or 128 * lock.cost * lock.block * lock.lanes > _MOST_MEMORY:
        return False
    try:
        lengths = len(bytes.fromhex(lock.salt)), len(bytes.fromhex(lock.nonce))
    except ValueError:
        return False
    return lengths == (_SALT_BYTES, _NONCE_BYTES)


def seal(content: bytes, password: str, lock: Lock, label: bytes) -> bytes:
    """`content` locked; `label` stays readable but cannot be changed without it being noticed."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(_key(password, lock)).encrypt(bytes.fromhex(lock.nonce), content, label)


def unseal(sealed: bytes, password: str, lock: Lock, label: bytes) -> bytes:
    """What `seal` was given; raises WrongPassword."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(_key(password, lock)).decrypt(bytes.fromhex(lock.nonce), sealed, label)
    except InvalidTag:
        raise WrongPassword from None


def _key(password: str, lock: Lock) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    # The same letters may be typed in two ways on two keyboards.
    typed = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    maker = Scrypt(salt=bytes.fromhex(lock.salt), length=32, n=lock.cost, r=lock.block, p=lock.lanes)
    return maker.derive(typed)
