"""An institution's SAML service: pysaml2 makes the answers, python-xmlsec signs them (no xmlsec1 program needed)."""

import base64
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import xmlsec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.test import Client
from lxml import etree
from saml2.config import IdPConfig
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server

SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"


@cache
def key_and_certificate(name: str, bits: int = 2048) -> tuple[bytes, bytes]:
    """A key and its own certificate, both PEM."""
    key = rsa.generate_private_key(65537, bits)
    named = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(named).issuer_name(named).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(30))
    certificate = built.sign(key, hashes.SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private, certificate.public_bytes(Encoding.PEM)


@dataclass
class SamlService:
    """A service with its own entityID and key."""

    entity: str = "https://idp.nordvik.example/saml"
    key_name: str = "nordvik"
    server: Server = field(init=False)
    known: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.server = Server(
            config=IdPConfig().load(
                {
                    "entityid": self.entity,
                    "service": {"idp": {}},
                    "xmlsec_binary": "/bin/true",
                    "metadata": {"inline": []},
                }
            )
        )

    @property
    def certificate(self) -> str:
        return key_and_certificate(self.key_name)[1].decode()

    @property
    def metadata(self) -> str:
        wrapped = "".join(self.certificate.splitlines()[1:-1])
        return (
            f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{self.entity}">'
            '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
            '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>'
            f"<ds:X509Certificate>{wrapped}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
            f'<md:SingleLogoutService Binding="{REDIRECT}" Location="https://idp.nordvik.example/slo"/>'
            f'<md:SingleSignOnService Binding="{REDIRECT}" Location="https://idp.nordvik.example/sso?a=1&amp;b=2"/>'
            "</md:IDPSSODescriptor></md:EntityDescriptor>"
        )

    def answer(self, address: str, person: str = "kari", **changed: Any) -> etree._Element:
        """What the service says, not yet signed. `address` is where the browser was sent."""
        asked = request_in(address)
        entity = asked.findtext(f"{SAML}Issuer")
        if entity not in self.known:
            self.known.add(entity)
            self.server.metadata.load("inline", Client().get(urlsplit(entity).path).content.decode())
        claims = {
            "mail": ["kari@nordvik.example"],
            "displayName": ["Kari Nordmann"],
            "groups": ["export-control", "staff"],
        }
        given = {
            "identity": claims,
            "in_response_to": asked.get("ID"),
            "destination": asked.get("AssertionConsumerServiceURL"),
            "sp_entity_id": entity,
            "name_id": NameID(format=NAMEID_FORMAT_PERSISTENT, text=person),
            "authn": {"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "authn_auth": self.entity},
            "sign_response": False,
            "sign_assertion": False,
        } | changed
        return etree.fromstring(str(self.server.create_authn_response(**given)).encode())

    def sign(self, answer: etree._Element, *, sha1: bool = False) -> str:
        """The answer as the browser posts it, its assertion signed with the service's key."""
        assertion = answer.find(f"{SAML}Assertion")
        how, digest = xmlsec.Transform.RSA_SHA256, xmlsec.Transform.SHA256
        if sha1:
            how, digest = xmlsec.Transform.RSA_SHA1, xmlsec.Transform.SHA1
        signature = xmlsec.template.create(assertion, xmlsec.Transform.EXCL_C14N, how, ns="ds")
        reference = xmlsec.template.add_reference(signature, digest, uri=f"#{assertion.get('ID')}")
        xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
        xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
        assertion.insert(1, signature)  # after the issuer, as the schema wants
        xmlsec.tree.add_ids(assertion, ["ID"])
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(key_and_certificate(self.key_name)[0], xmlsec.KeyFormat.PEM)
        context.sign(signature)
        return encoded(answer)

    def encrypt(self, signed: str, certificate: bytes) -> str:
        """The signed answer with its assertion encrypted for a certificate (XML Encryption, AES-256-GCM and RSA-OAEP)."""
        answer = etree.fromstring(base64.b64decode(signed))
        assertion = answer.find(f"{SAML}Assertion")
        template = xmlsec.template.encrypted_data_create(
            answer, xmlsec.Transform.AES256_GCM, type=xmlsec.EncryptionType.ELEMENT, ns="xenc"
        )
        xmlsec.template.encrypted_data_ensure_cipher_value(template)
        info = xmlsec.template.encrypted_data_ensure_key_info(template, ns="ds")
        wrapped = xmlsec.template.add_encrypted_key(info, xmlsec.Transform.RSA_OAEP)
        xmlsec.template.encrypted_data_ensure_cipher_value(wrapped)
        manager = xmlsec.KeysManager()
        manager.add_key(xmlsec.Key.from_memory(certificate, xmlsec.KeyFormat.CERT_PEM))
        context = xmlsec.EncryptionContext(manager)
        context.key = xmlsec.Key.generate(xmlsec.KeyData.AES, 256, xmlsec.KeyDataType.SESSION)
        hidden = context.encrypt_xml(template, assertion)
        holder = etree.Element(f"{SAML}EncryptedAssertion")
        hidden.getparent().replace(hidden, holder)
        holder.append(hidden)
        return encoded(answer)

    def asks_to_sign_out(self, person: str, address: str, **changed: Any) -> str:
        """Where the browser is sent so that the person is signed out, signed as redirects are."""
        _request, asked = self.server.create_logout_request(
            address,
            issuer_entity_id=self.entity,
            name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text=person),
        )
        asked.issue_instant = changed.get("at", asked.issue_instant)
        asked.issuer.text = changed.get("issuer", self.entity)
        return self.signed_address(address, "SAMLRequest", str(asked))

    def says_signed_out(self, address: str) -> str:
        """Where the browser is sent with the answer to our own request, which it carries in `address`."""
        asked = request_in(address)
        info = asked.get("ID")
        where = f"{asked.findtext(f'{SAML}Issuer').removesuffix('metadata/')}goodbye/"
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        said = (
            f'<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r{info}" Version="2.0"'
            f' IssueInstant="{now}" Destination="{where}" InResponseTo="{info}"><saml:Issuer'
            f' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">{self.entity}</saml:Issuer><samlp:Status><samlp:StatusCode'
            ' Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status></samlp:LogoutResponse>'
        )
        return self.signed_address(where, "SAMLResponse", said)

    def signed_address(self, address: str, name: str, message: str) -> str:
        """A message in an address, with its signature beside it (SAML 2.0 Bindings, section 3.4.4.1)."""
        packed = base64.b64encode(zlib.compress(message.encode(), 9)[2:-4]).decode()
        query = urlencode({name: packed, "SigAlg": RSA_SHA256})
        key = load_pem_private_key(key_and_certificate(self.key_name)[0], None)
        signature = base64.b64encode(key.sign(query.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()
        return f"{address}?{query}&{urlencode({'Signature': signature})}"


def is_signed_with(address: str, certificate: bytes) -> bool:
    """Whether the request in an address carries the signature of the certificate's key over its own query."""
    query = urlsplit(address).query
    said = "&".join(each for each in query.split("&") if each.split("=")[0] in ("SAMLRequest", "RelayState", "SigAlg"))
    signature = base64.b64decode(parse_qs(query)["Signature"][0])
    key = x509.load_pem_x509_certificate(certificate).public_key()
    try:
        key.verify(signature, said.encode(), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return parse_qs(query)["SigAlg"] == [RSA_SHA256]


def encoded(answer: etree._Element | bytes) -> str:
    return base64.b64encode(answer if isinstance(answer, bytes) else etree.tostring(answer)).decode()


def request_in(address: str) -> etree._Element:
    """The request that the browser carries to the service."""
    carried = base64.b64decode(parse_qs(urlsplit(address).query)["SAMLRequest"][0])
    return etree.fromstring(zlib.decompress(carried, -15))
