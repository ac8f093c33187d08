"""What `tests.hostile` repeats: every kind of token at which some reader of mail looks."""

# In a token, another number each time: what is all different goes other ways than what is all the same.
EACH = "\u00a7"

# Marks of quotes, headings and signatures.
_LINES = [
    '--\n', '-- \n', '--', '-', '__\n', '_____\n', '> ', '>', '>\n', '> > \n', '|\n', '| ', '=\n', '*\n', '.\n', '\n',
    '\r\n', '\r', 'From: x\n', 'From: x@y.z\nTo: a@b.c\n', 'From ', 'From x Mon Jan  1 00:00:00 2024\n',
    '\nFrom x Mon Jan  1 00:00:00 2024\n', 'Von: x\nGesendet: ', 'On Mon, x wrote:\n', 'On ', 'wrote:\n', 'wrote: ',
    'Am 1.1.2024 schrieb x:\n', 'Le ', 'a écrit :\n', 'x:\n', 'x: ', ':\n', ':', '-----Original Message-----\n',
    'Begin forwarded message:\n', 'Sent from my x\n', 'Regards,\nx\n', '2024-01-01 ', '+1 555 0100\n', '\t', ' ',
    ' \n', 'begin 644 x\n', 'end\n', 'MMMMMMMMMMMMMMMMMMMM\n', '[image: x]\n',
]  # fmt: skip
# Words, and what is none.
_WORDS = [
    'a', 'word ', "x'", "'s ", '\u2019s ', "o'clock ", 'a.b', 'a-b ', '_', 'a_', '0', '7 ', '1,', '.', ',', ';', '(',
    ')', '()', '[', ']', '{', '!', '?', '"', "'", '\\', '\\"', '"\\', '\u201c', '@', 'a@', '@b.c ', 'a@b.c ',
    'a@b.c, ', '<a@b>', '<a@b.c>, ', '<', '<<', 'x <', '"x" <a@b.c>, ', '(x) ', '%', '=', '==', '=?', '?=',
    '=?utf-8?q?', '=?utf-8?b?', '=?utf-8?q?x?= ', '=?utf-8?b?eA==?=', '=?x?q?=41?=\r\n ', '=41', '=\n', '=C3',
    '=3D\n', '%41', '*0*=', 'x*1=', '; x=y', ';x="', "; x*0*=utf-8''%41", '; ', 'http://x.y/ ', 'https://a.b.c.d/?q=',
    'www.', 'mailto:', '/', 'x/', '../', 'C:\\',
]  # fmt: skip
# Beyond ASCII: accents, marks that pile up, directions, scripts with and without spaces, pictures, what is no text.
_LETTERS = [
    'é', 'ß', 'İ', 'ﬃ', '\u0301', 'a\u0301', 'e\u0301\u0323', '\u0323\u0301', '\u0e49', 'ก\u0e47', 'क\u094d',
    'क\u094dष', '\u200d', '\u200b', '\u200e', '\u202e', '\u202eabc\u202c', '\u061c', 'שלום ', 'مرحبا ', 'ﷺ', '会议',
    '会', 'バナナ', 'ﾊﾞ', '한국어', '각', 'привет ', 'Иванов ', 'ελλη ', '\U0001f600',
    '\U0001f468\u200d\U0001f469\u200d\U0001f467 ', '\ufe0f', '\U0001f1e9', '\ufeff', '\ufffd', '\xa0', '\x85',
    '\u2028', '\x0b', '\x0c', '\x1c', '\x00', '\x1b', '\x1b$B', '\x7f', '\x80', '\ue000', 'ſ', 'Ǆ', '\xad',
]  # fmt: skip
# HTML: elements that nest, that close each other, that stay open; attributes, comments, entities, styles.
_HTML = [
    '&', '&amp;', '&amp', '&#x41;', '&#', '&x', '&lt;', '&nbsp;', '<p>', '</p>', '<p', '<', '</', '<!', '<!--', '-->',
    '<!-- -->', '<!-->', '<?', '<![CDATA[', ']]>', '<div>', '<div></div>', '</div>', '<b>', '<b><p>', '<i></b>',
    '<a>', '<a href=x>', '<a href="', "<a href='x'>y</a> ", '<font>', '<font color=x>', '<nobr>', '<rt>', '<ruby>',
    '<ruby><rt>', '<rp>', '<rb>', '<rtc>', '<option>', '<select>', '<select><option>', '<optgroup>', '<table>',
    '<tr>', '<td>', '<table><tr><td>', '<table>x', '<tr>x', '<caption>', '<colgroup>', '<col>', '<ul>', '<li>',
    '<ul><li>', '<dl><dt>x<dd>', '<dd>', '<dt>', '<h1>', '<br>', '<br/>', '<hr>', '<img>', '<img src=x>',
    '<img src="data:image/png;base64,', '<image>', '<input>', '<button>', '<form>', '<textarea>', '</textarea>',
    '<title>', '<style>', '<style>a{', 'a{b:c}', '</style>', '<script>', '</script>', '<svg>', '<math>', '<svg><p>',
    '<math><mi>', '<template>', '<frameset>', '<iframe>', '<noscript>', '<plaintext>', '<xmp>', '<listing>', '<pre>',
    '<body>', '<body x=y>', '<html>', '<html x=y>', '<head>', '<meta>', '<link>', '<base>', '<o:p>', '<v:x>',
    '<blockquote>', '<blockquote type="cite">', '<div class="gmail_quote">', '<marquee>', '<applet>', '<object>',
    '<center>', '<address>', '<details><summary>', '<x-y>', '<p x', ' x=y', ' x="y"', ' style="', ' style="a:b;"',
    '<p style="color:red">x', 'a:b;', 'url(', '/*', '*/', '\\41 ', '@import ', '<span><p></span>', '<p><b>',
    '</p><p>', '<a><b></a>', '<b></i>', '</br>', '</x', '<x/>',
]  # fmt: skip
# Delimiters, and what stands in the heads of parts.
_PARTS = [
    '--B\n', '--B\r\n\r\n', '--B--\n', '--B--', '--B', '\n--B\n\n', '--B\nContent-Type: text/html\n\n<p>\n',
    '--B\nContent-Type: message/rfc822\n\n', 'x: y\n', 'x: y\n z\n', 'x:\n', ' \n', ' x\n', '\tx\r\n',
    'Content-Type: multipart/mixed; boundary=B\n\n--B\n', '--B\nContent-Type: multipart/mixed; boundary=B\n\n',
    '--B\nContent-Disposition: attachment; filename=x\n\n', 'Subject: x\n', 'Received: x; y\n', 'QUJD', 'QUJD\n',
    'QU==\n', '====', '=\r\n', '`\n', '#0V%T\n',
]  # fmt: skip
# Signs, headings and words of other programs and scripts.
_MORE = [
    '| On Mon, x wrote:\n', 'On Mon, Jan 1, 2024 at 10:00 AM Ida <ida@example.org> wrote:\n> x\n',
    '> On Mon, x wrote:\n',
    '%\n', '}\n', ']> ', 'IO> ', '> > > ', '>>', '\u3000', '\uff1a', '从\uff1ax\n', '発信者: x\n',
    '差出人: x\n日時: 2024\n', '--- end forwarded text\n', '---------- Forwarded message ---------\n',
    '________________________________\n', 'Le lun. 1 janv. 2024 à 10:00, x a écrit :\n',
    'On Mon, 1 Jan 2024 10:00:00 +0000\nx <a@b.c>\nwrote:\n', 'Sent: Monday\nTo: x\nSubject: y\n', 'Ida Okafor\n',
    'Tel. +49 30 1234567\n', 'Best,\nIda Okafor\nNorth Ltd.\n', 'This e-mail is confidential.\n', '*** x ***\n', '#',
    '1. ', '- x\n', '+--+\n', '@@ -1 +1 @@\n', 'From 1 to 2\n', '>From x\n', '>>From ',
    'From - Mon Jan  1 00:00:00 2024\n', 'From x@y Mon Jan  1 00:00:00 2024\nA: b\n\n',
    'Mon, 1 Jan 2024 10:00:00 +0000', '1 Jan ', '10:00 ', '+0000 ', '(x', '((', 'from x by y; ', 'x via y ',
    'on behalf of ', 'Dr. ', 'PhD, ', 'IDA ', 'Ida Okafor, ', 'Ida (North) ', '王小明 ', 'xn--',
    'a@xn--e1afmkfd.example, ', 'ida+x@gmail.com, ', '"a\\"b" <a@b.c>, ', 'group: a@b.c; ',
    'undisclosed-recipients:;', '<@a,@b:c@d>, ', 'a@[1.2.3.4] ', 'a @ b . c, ', 'no-reply-', '-bounces', '=40',
    'prvs=', 'list-', '<mailto:x@y.z>, ', '<a@b> ', '=?iso-2022-jp?b?GyRC?= ', '=?gb2312?b?', '=?utf-8?q?=F0=9F?= ',
    '=?utf-7?q?+AGE-?= ', '=?unknown?q?=ff=fe=fd=fc=fb=fa=f9=f8=f7?= ', '%F0%9F', "*0*=utf-8''", '\\u0041', '~{VP~}',
    '+AGE-', '\x1b(B', '\x1b$BF|\x1b(B', '\x0e', '\ud800', '\U000e0041', '\U0001f3fb', '\u0600', '\u1ab0', '\u20dd',
    'ำ', 'ந\u0bbf', '각', 'Ａ', '\u2460', 'İ', '\u2066', '\u2069', '\u2028x', '²', 'ㅤ', '\u034f', 'ᅟ', 'ɐ', '𝕏',
    '𝐀𝐁 ', '\u0345', 'ΐ', 'ﬀ', 'ŉ', 'begin 644 x\nM\n`\nend\n', 'begin-base64 644 x\n', '=ybegin line=128\n',
    '-----BEGIN PGP MESSAGE-----\n', 'AAAA====', 'QUJD=', '=XY', '=0D=0A', '=0A', '=\r\n=\r\n',
    '--B\nContent-Transfer-Encoding: base64\n\nQUJD\n', '--B\nContent-Type: text/plain; charset=utf-7\n\n+AGE-\n',
    '--B\nContent-Type: multipart/alternative; boundary=C\n\n--C\n',
    '--B\nContent-Type: text/plain; name=x\n\nbegin 644 x\n#0V%T\n`\nend\n',
    '--B\nContent-Type: text/html\n\n<div>\n', '--B\nContent-Type: multipart/digest; boundary=B\n\n',
    'Content-Type: message/rfc822\n\n', '--0\n', '--B \t\n', '---B\n',
]  # fmt: skip
# What is another each time.
_EACH = [
    'word§ ', 'w§', '§\n', 'x§: y\n', 'X-§: y\n', 'p§@x.example, ', 'Ida O§ <p§@x.example>, ', 'p@x§.example, ',
    '<§@x.example> ', '=?utf-8?q?x§?= ', '=?x-§?q?=ff§?= ', '; x§=y', '; name*§=x', '; name*§*=%41',
    'http://x.example/§?q=§ ', '<p a§=1>', ' a§=1', " a§='>'", '<x§>', '<x§>y</x§>', '<font color=§>',
    '<font color=§><p>x', '<b x=§>', '<p><font size=§>x', '<a href=§>x', '<p class=c§>', '<p id=i§>x</p>',
    '<p style="a§:b">', '<!-- § -->', '&x§;', '&#§;', '<style>.c§{color:red}</style>', '<h1><b x=§></h1>x',
    '<li><i x=§>x', '<td><u x=§>x', '--B§\n', '\n--B\nX: §\n\n§\n',
    '--B\nContent-Type: multipart/mixed; boundary=B§\n\n--B§\n',
    '--B\nContent-Disposition: attachment; filename=f§\n\nx\n',
    '--B\nContent-Type: message/rfc822\n\nSubject: §\n\n§\n', 'From: p§@x.example\nSent: §\nTo: x\nSubject: y\n',
    'On §/1/2024 x§ wrote:\n', '> §\n', '>§ \n', 'From p§@x Mon Jan  1 00:00:00 2024\nX: §\n\n§\n',
    'from x§ by y; § Jan 2024 ',
]  # fmt: skip
TOKENS = list(dict.fromkeys([*_LINES, *_WORDS, *_LETTERS, *_HTML, *_PARTS, *_MORE, *_EACH]))
