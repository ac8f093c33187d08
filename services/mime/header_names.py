"""Names of headers that mail and news have, by which a line is known for one where there is doubt.

From IANA's registry of message headers, those that stand in mail, with the customs of large programs.
"""

import re

KNOWN = re.compile(
    rb"(?:From|To|Cc|Bcc|Subject|Date|Received|Return-Path|Delivered-To|Message-Id|Mime-Version|Content-[\w-]+|Sender|"
    rb"Reply-To|X-[\w-]+|References|In-Reply-To|Envelope-To|Organi[sz]ation|Resent-[\w-]+|List-[\w-]+|DKIM-[\w-]+|ARC-[\w-]+|"
    rb"Authentication-[\w-]+|Received-SPF|DomainKey-[\w-]+|Thread-[\w-]+|Auto-[\w-]+|Feedback-ID|Importance|Priority|"
    rb"Sensitivity|Precedence|Errors-To|User-Agent|Mailing-List|Mail-[\w-]+|Via|Status|Disposition-Notification-To|"
    rb"Return-Receipt-To|Accept-Language|Keywords|Comments|Path|Newsgroups|Lines|Xref|NNTP-[\w-]+|Followup-To|Approved|"
    rb"Distribution|Article-I\.D\.|Relay-Version|Posting-Version|Posted|Posting-[\w-]+)[ \t]*:(?:[ \t\r\n]|\Z)",
    re.IGNORECASE,
)
