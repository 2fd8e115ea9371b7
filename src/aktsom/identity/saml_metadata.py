"""What an institution's SAML service says of itself in its metadata (SAML 2.0 Metadata, section 2.4), read and checked.

The XML is read without document types, entities or network.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.utils.translation import gettext as _
from lxml import etree
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml

from aktsom.core.errors import InvalidError
from aktsom.identity.outward import ClosedAddressError, is_over_tls, require_open

MOST_CHARACTERS, MOST_CERTIFICATES, MOST_OF_ADDRESS, LEAST_RSA_BITS = 500_000, 10, 500, 2048
OWN_RSA_BITS, OWN_LASTS = 3072, timedelta(days=3650)
SSO = f"md:SingleSignOnService[@Binding='{Constants.BINDING_HTTP_REDIRECT}']/@Location"
SLO = f"md:SingleLogoutService[@Binding='{Constants.BINDING_HTTP_REDIRECT}']/@Location"
CERTIFICATES = "md:KeyDescriptor[not(@use) or @use='signing']/ds:KeyInfo/ds:X509Data/ds:X509Certificate/text()"


@dataclass(frozen=True, slots=True)
class Described:
    """A SAML service: its entityID, where people sign in and out, and the certificates of its keys (PEM, one after another)."""

    issuer: str
    sso_address: str
    slo_address: str
    certificates: str


def read_metadata(text: str) -> Described:
    """The one service that the metadata describes. Raises `InvalidError` when it isn't metadata of exactly one."""
    try:
        found = Xml.to_etree(text.strip().encode()) if len(text) <= MOST_CHARACTERS else None
    except (etree.LxmlError, ValueError) as error:
        raise _no_metadata() from error
    if found is None or found.tag != f"{{{Constants.NS_MD}}}EntityDescriptor":
        raise _no_metadata()
    roles = Xml.query(found, f"md:IDPSSODescriptor[contains(@protocolSupportEnumeration, '{Constants.NS_SAMLP}')]")
    addresses = Xml.query(roles[0], SSO) if len(roles) == 1 else []
    issuer = found.get("entityID", "")
    if not addresses or max(len(issuer), len(addresses[0])) > MOST_OF_ADDRESS:
        raise _no_metadata()
    wrapped = ("".join(str(each).split()) for each in Xml.query(roles[0], CERTIFICATES))
    pem = "".join(f"-----BEGIN CERTIFICATE-----\n{each}\n-----END CERTIFICATE-----\n" for each in wrapped)
    sign_out = [each for each in Xml.query(roles[0], SLO) if len(each) <= MOST_OF_ADDRESS and is_over_tls(str(each))]
    return Described(issuer, str(addresses[0]), str(sign_out[0]) if sign_out else "", pem)


def keys_of(certificates: str) -> list[str]:
    """The certificates one by one. Raises `InvalidError` when there are none, or one is of a weak or unusual key."""
    try:
        found = x509.load_pem_x509_certificates(certificates.encode())
        are_strong = all(_is_strong(each) for each in found)
    except ValueError as error:
        raise _no_certificates() from error
    if not are_strong or len(found) > MOST_CERTIFICATES:
        raise _no_certificates()
    return [each.public_bytes(Encoding.PEM).decode() for each in found]


def first_end(certificates: str) -> datetime:
    """When the first of the certificates runs out."""
    return min(each.not_valid_after_utc for each in x509.load_pem_x509_certificates(certificates.encode()))


def make_own_key() -> tuple[str, str]:
    """A new key of ours for one service, and its certificate, both PEM. What counts is the key; nobody asks who signed it."""
    key = rsa.generate_private_key(65537, OWN_RSA_BITS)
    named = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Aktsom")])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(named).issuer_name(named).public_key(key.public_key())
    built = built.serial_number(x509.random_serial_number()).not_valid_before(now).not_valid_after(now + OWN_LASTS)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private.decode(), built.sign(key, SHA256()).public_bytes(Encoding.PEM).decode()


def require_saml(*, issuer: str, client_id: str, sso_address: str, slo_address: str, certificates: str) -> None:
    """Raises `InvalidError` unless this is all that a service of SAML has to have."""
    if not issuer:
        raise InvalidError(_("The entityID is missing."), fields={"issuer": _("The entityID is missing.")})
    if not is_over_tls(sso_address):
        wrong = _("The address for sign-in must begin with https.")
        raise InvalidError(wrong, fields={"sso_address": wrong})
    if slo_address and not is_over_tls(slo_address):
        wrong = _("The address for signing out must begin with https.")
        raise InvalidError(wrong, fields={"slo_address": wrong})
    keys_of(certificates)


def require_oidc(*, issuer: str, client_id: str, sso_address: str, slo_address: str, certificates: str) -> None:
    """Raises `InvalidError` unless this is all that a service of OpenID Connect has to have."""
    try:
        require_open(issuer)
    except ClosedAddressError as error:
        wrong = _("The issuer must be a public address that begins with https.")
        raise InvalidError(wrong, fields={"issuer": wrong}) from error
    if not client_id:
        raise InvalidError(_("The client id is missing."), fields={"client_id": _("The client id is missing.")})


def _is_strong(certificate: x509.Certificate) -> bool:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= LEAST_RSA_BITS
    return isinstance(key, ec.EllipticCurvePublicKey)


def _no_metadata() -> InvalidError:
    wrong = _("This is not the metadata of one SAML sign-in service.")
    return InvalidError(wrong, fields={"metadata": wrong})


def _no_certificates() -> InvalidError:
    wrong = _("Give the service’s signing certificates as PEM; RSA keys have at least 2048 bits.")
    return InvalidError(wrong, fields={"certificates": wrong})
