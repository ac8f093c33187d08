"""A DNS server for the demo's companies: who hosts their mail, by the program that their people use."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from devstack.vendors.firms import Firm, firms
from devstack.vendors.world import Call, World

_TTL = 300
_GATEWAY = "mxa-00{number}.gslb.pphosted.com."
_EXCHANGERS = {"gmail": "aspmx.l.google.com.", "apple": "mx01.mail.icloud.com.", "foxmail": "mxbiz1.qq.com."}
_POLICIES = {"gmail": "_spf.google.com", "outlook": "spf.protection.outlook.com", "apple": "icloud.com"}


def _exchanger(firm: Firm) -> str:
    if firm.founded % 7 == 0:
        return _GATEWAY.format(number=firm.founded)
    if firm.company.client == "outlook":
        return f"{firm.domain.replace('.', '-')}.mail.protection.outlook.com."
    return _EXCHANGERS.get(firm.company.client, f"mx.{firm.domain}.")


def _policy(firm: Firm) -> str:
    include = _POLICIES.get(firm.company.client)
    return f"v=spf1 include:{include} ~all" if include else "v=spf1 mx -all"


def _answered(question: bytes, world: World) -> bytes | None:
    """The answer to a packet; None where a fault swallows it."""
    asked = dns.message.from_wire(question)
    answer = dns.message.make_response(asked)
    answer.flags |= dns.flags.RA
    name, kind = asked.question[0].name, dns.rdatatype.to_text(asked.question[0].rdtype)
    domain = name.to_text(omit_final_dot=True).lower()
    world.calls.append(Call("dns", kind, domain, "", {}))
    faults = world.faults.struck(f"dns {kind} {domain}")
    if any(fault.kind == "reset" for fault in faults):
        return None
    firm = firms().get(domain)
    if faults:
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif firm is None:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    elif kind == "MX":
        answer.answer.append(dns.rrset.from_text(name, _TTL, "IN", "MX", f"10 {_exchanger(firm)}"))
    elif kind == "TXT":
        texts = [f'"{_policy(firm)}"', f'"site-verification={firm.handle}"']
        answer.answer.append(dns.rrset.from_text(name, _TTL, "IN", "TXT", *texts))
    return answer.to_wire()


@contextmanager
def answering(world: World, host: str, port: int) -> Iterator[None]:
    """A server at a UDP port, in a thread. Raises OSError for a taken port."""

    class Packet(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            packet, listener = self.request
            answer = _answered(packet, world)
            if answer is not None:
                listener.sendto(answer, self.client_address)

    with socketserver.UDPServer((host, port), Packet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join(timeout=10)
