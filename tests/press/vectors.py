"""Active content as it is planted: each fragment tries to set a global, to show a dialog or to ask for a canary."""

JS = "window.canary=1;alert(1);fetch('/canary')"

# Markup that a browser would act on, were it to reach the page as markup.
MARKUP = {
    "script": f"<script>{JS}</script>",
    "script from elsewhere": '<script src="//canary.invalid/canary.js"></script>',
    "script in odd case": f"<ScRiPt >{JS}</sCrIpT>",
    "script in a comment": f"<!--><script>{JS}</script>-->",
    "image handler": f'<img src=x onerror="{JS}">',
    "image handler without quotes": "<img/src=x/onerror=window.canary=1>",
    "image of its own": '<img src="/canary.png">',
    "svg handler": f'<svg onload="{JS}"></svg>',
    "svg script": f"<svg><script>{JS}</script></svg>",
    "details handler": f'<details open ontoggle="{JS}">x</details>',
    "body handler": f'<body onload="{JS}">',
    "input handler": f'<input autofocus onfocus="{JS}">',
    "style handler": f'<div style="animation:x" onanimationstart="{JS}">x</div>',
    "style with address": '<div style="background:url(/canary.png)">x</div>',
    "style sheet": "<style>@import '//canary.invalid/canary.css';</style>",
    "frame": '<iframe src="/canary"></iframe>',
    "frame with a document": "<iframe srcdoc='<script>parent.canary=1</script>'></iframe>",
    "object": '<object data="/canary"></object>',
    "javascript link": f'<a href="javascript:{JS}">x</a>',
    "javascript link in disguise": f'<a href=" java&#115;cript:{JS}">x</a>',
    "data link": "<a href='data:text/html,<script>parent.canary=1</script>'>x</a>",
    "base": '<base href="/canary/">',
    "refresh": '<meta http-equiv="refresh" content="0;url=/canary">',
    "form": '<form action="/canary"><input type=submit autofocus></form>',
    "entities": "&lt;img src=x onerror=window.canary=1&gt;",
    "numbered entities": "&#60;script&#62;window.canary=1&#60;/script&#62;",
    "end of a table": f"</td></tr></table><script>{JS}</script>",
    "end of a text": f"</textarea></title></style></script><script>{JS}</script>",
}

# The same in Markdown.
MARKDOWN = {
    "link": f"[x](javascript:{JS})",
    "link in disguise": "[x](java&#115;cript:window.canary=1)",
    "link in capitals": "[x](<JaVaScRiPt:window.canary=1>)",
    "link to data": "[x](data:text/html;base64,PHNjcmlwdD5wYXJlbnQuY2FuYXJ5PTE8L3NjcmlwdD4=)",
    "automatic link": "<javascript:window.canary=1>",
    "reference": "[x][canary]\n\n[canary]: javascript:window.canary=1",
    "directive": f"```{{raw}} html\n<script>{JS}</script>\n```",
    "reStructuredText": f"```{{eval-rst}}\n.. raw:: html\n\n   <script>{JS}</script>\n```",
    "link in reStructuredText": "```{eval-rst}\n`x <javascript:window.canary=1>`_\n```",
    "target of a figure": "```{image} _static/favicon.svg\n:target: javascript:window.canary=1\n```",
}

# The same in TeX, which MathJax would turn into links and styles.
FORMULAS = {
    "link": rf"\href{{javascript:{JS}}}{{x}}",
    "link in capitals": r"\href{JAVASCRIPT:window.canary=1}{x}",
    "link to data": r"\href{data:text/html,x}{x}",
    "link of a token": r"\mmlToken{mi}[href='javascript:window.canary=1']{x}",
    "style of a token": r"\mmlToken{mi}[style='background:url(/canary.png)']{x}",
    "style": r"\style{background:url(/canary.png)}{x}",
    "box": r"\bbox[background:url(/canary.png)]{x}",
    "class": r"\class{toggle}{x}",
    "id": r"\cssId{planted-id}{x}",
    "font": r"\unicode[url(/canary.woff)]{x41}",
}
